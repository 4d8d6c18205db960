import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { joined, readShard } from './smoke-shards.ts';
import type { Verdict, VerdictPart } from './verdict.ts';
import { readVerdict, type VerdictSubject, verdictFileName, writeVerdictPart } from './verdict-file.ts';

/** What is to be joined. */
export interface Collected {
  /** Folders with the reports of several machines, at any depth. */
  directories: readonly string[];
  subject: VerdictSubject;
  /** Where the verdict is written; the specs of an existing verdict there are kept. */
  reportsDirectory: string;
}

const shardName = /^(\d+)-of-(\d+)\.json$/;

/**
 * Joins the shards of a smoke run that ran on several machines, with the specs if their verdict is among them, and writes
 * one verdict. A shard that is missing, of another commit, cut off, or present in two versions closes the gate and is named.
 * @throws Error if a folder is missing or cannot be read
 */
export function joinCollected({ directories, subject, reportsDirectory }: Collected): Verdict {
  const absent = directories.find((directory) => !statSync(directory, { throwIfNoEntry: false })?.isDirectory());
  if (absent !== undefined)
    throw new Error(`There is no folder ${absent}: name the one where CI put the reports of the machines.`);
  const files = directories.flatMap((directory) =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  const specs = files
    .filter((file) => path.basename(file) === verdictFileName)
    .flatMap((file) => specsIn(file, subject));
  const distinct = new Map(specs.map((part) => [JSON.stringify(part), part]));
  const [only] = distinct.values();
  if (only) writeVerdictPart(reportsDirectory, subject, 'specs', only);
  const { parts, problems } = readShards(files, subject);
  if (distinct.size > 1) problems.push(`the specs ran ${distinct.size} times, and it is not known which run counts`);
  const at = new Date().toISOString();
  const nothing: VerdictPart = { state: 'complete', startedAt: at, finishedAt: at, breakages: [], outcomes: [] };
  const whole = parts.length > 0 ? joined(parts) : nothing;
  const breakages = [
    ...whole.breakages,
    ...problems.map((message) => ({ place: 'the shards of the smoke run', message })),
  ];
  return writeVerdictPart(reportsDirectory, subject, 'smoke', { ...whole, breakages });
}

/** The machine of a shard writes a verdict too; only the specs in it are used. */
function specsIn(file: string, { deployment, project, commit }: VerdictSubject): VerdictPart[] {
  const verdict = readVerdict(file);
  if ('unreadable' in verdict || !verdict.parts.specs) return [];
  const isSame = verdict.deployment === deployment && verdict.project === project && verdict.commit === commit;
  return isSame ? [verdict.parts.specs] : [];
}

function readShards(files: readonly string[], subject: VerdictSubject): { parts: VerdictPart[]; problems: string[] } {
  const shards = files.flatMap((file) => {
    const [, current, total] = shardName.exec(path.basename(file)) ?? [];
    return total === undefined ? [] : [{ file, current: Number(current), total: Number(total) }];
  });
  const totals = [...new Set(shards.map(({ total }) => total))];
  const [total] = totals;
  if (total === undefined) return { parts: [], problems: ['there are no shards (files named like 1-of-3.json)'] };
  if (totals.length > 1)
    return { parts: [], problems: [`there are shards of different totals: of ${totals.sort().join(', of ')}`] };
  const parts: VerdictPart[] = [];
  const problems: string[] = [];
  for (let current = 1; current <= total; current += 1) {
    const own = shards.filter((shard) => shard.current === current);
    const [first] = own;
    const name = `shard ${current} of ${total}`;
    const part = first && readShard(first.file, subject);
    if (new Set(own.map(({ file }) => readFileSync(file, 'utf8'))).size > 1)
      problems.push(`${name} is there in different versions: ${own.map(({ file }) => file).join(', ')}`);
    else if (!first) problems.push(`${name} is missing`);
    else if (!part)
      problems.push(
        `${name} (${first.file}) is not a complete shard of ${subject.project} at ${subject.commit ?? 'no commit'}`,
      );
    else parts.push(part);
  }
  return { parts, problems };
}
