import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { countWords } from '../../text/count-words.ts';
import { isOfAnother, joined, readShard, type Shard, sameAddresses } from './shards.ts';
import { summarize, type VerdictSubject } from './summarize.ts';
import { type Addresses, type PartName, partNames, type RunPart, type Verdict, type VerdictPart } from './verdict.ts';
import { readVerdict, verdictFileName } from './verdict-file.ts';

/** What is to be joined. */
export interface Collected {
  /** Folders with the reports of several machines, at any depth. */
  directories: readonly string[];
  subject: VerdictSubject;
  /** Parts of the plan that nobody ran, and that are not asked for. */
  without?: readonly PartName[];
  /** Stands in for reading a verdict: the one that is about to be written over is read before. */
  readWhole?: (file: string) => ReadVerdict;
}

type ReadVerdict = Verdict | { unreadable: string };

interface Reading {
  subject: VerdictSubject;
  readWhole: (file: string) => ReadVerdict;
}

interface Joined {
  part: RunPart | undefined;
  addresses?: Addresses | undefined;
  problems: readonly string[];
}

const shardName = /^(specs|smoke)-(\d+)-of-(\d+)\.json$/;
/** As many missing shards are named. */
const mostListed = 5;
const titles: Readonly<Record<PartName, string>> = { specs: 'the specs', smoke: 'the smoke tests' };

/**
 * Joins what several machines reported of one project: shards of the specs and of the smoke tests, or whole runs of either.
 * A shard that is missing, of another commit or config, cut off, or present in two versions closes the gate and is named.
 * @throws Error if a folder is missing or cannot be read
 */
export function joinCollected({ directories, subject, without = [], readWhole = readVerdict }: Collected): Verdict {
  const files = filesBelow(directories).filter((file) => !isOfAnother(file, subject));
  const { commit, config } = subject;
  const parts = partNames
    .filter((name) => subject.plan[name] !== undefined && !without.includes(name))
    .flatMap((name): [PartName, VerdictPart][] => {
      const found = joinPart(name, files, { subject, readWhole });
      const part = withProblems(found, name);
      const { addresses = subject.addresses } = found;
      return part === undefined ? [] : [[name, { ...part, commit, config, ...(addresses && { addresses }) }]];
    });
  return summarize(subject, Object.fromEntries(parts));
}

function filesBelow(directories: readonly string[]): string[] {
  const absent = directories.find((directory) => !statSync(directory, { throwIfNoEntry: false })?.isDirectory());
  if (absent !== undefined)
    throw new Error(`There is no folder ${absent}: name the one where CI put the reports of the machines.`);

  return directories.flatMap((directory) =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
}

/** One part, from its shards or from a machine that ran all of it. */
function joinPart(name: PartName, files: readonly string[], { subject, readWhole }: Reading): Joined {
  const { parts, problems, total } = readShards(name, files, subject);
  const whole = wholeRuns(name, files, { subject, readWhole });
  if (total === undefined && whole.length === 0)
    return {
      part: undefined,
      problems: [`there is no run and there are no shards (files named like ${name}-1-of-3.json)`],
    };
  if (whole.length + (total === undefined ? 0 : 1) > 1)
    return {
      part: whole[0],
      addresses: whole[0]?.addresses,
      problems: [...problems, 'they ran several times, and it is not known which run counts'],
    };
  const [first = whole[0]] = parts;
  const strayed = parts.findIndex((part) => first !== undefined && !sameAddresses(part, first));
  if (strayed !== -1)
    problems.push(
      `the ${countWords(parts.length, 'shard')} looked at different addresses: the variables of the machines differ`,
    );
  return { part: total === undefined ? whole[0] : joinedOrNothing(parts), addresses: first?.addresses, problems };
}

function joinedOrNothing(parts: readonly VerdictPart[]): RunPart | undefined {
  return parts.length === 0 ? undefined : joined(parts);
}

/** What is wrong with the shards closes the gate, also where none of them can be read. */
function withProblems({ part, problems }: Joined, name: PartName): RunPart | undefined {
  const at = new Date().toISOString();
  const nothing: RunPart = { state: 'complete', startedAt: at, finishedAt: at, breakages: [], outcomes: [] };
  if (problems.length === 0) return part;

  const breakages = problems.map((message) => ({ place: titles[name], message }));
  const own = part ?? nothing;
  return { ...own, breakages: [...own.breakages, ...breakages] };
}

/** The parts of verdicts in which one machine ran the whole part. The machine of a shard writes a verdict too: the shard counts. */
function wholeRuns(name: PartName, files: readonly string[], reading: Reading): VerdictPart[] {
  const found = files
    .filter((file) => path.basename(file) === verdictFileName && !hasShards(path.dirname(file), name, files))
    .flatMap((file) => partIn(name, file, reading));
  return [...new Map(found.map((part) => [JSON.stringify(part), part])).values()];
}

function hasShards(directory: string, name: PartName, files: readonly string[]): boolean {
  const shards = path.join(directory, 'shards');
  return files.some((file) => path.dirname(file) === shards && shardsNamed(file, name).length > 0);
}

function partIn(name: PartName, file: string, { subject, readWhole }: Reading): VerdictPart[] {
  const verdict = readWhole(file);
  if ('unreadable' in verdict) return [];

  const part = verdict.parts[name];
  const isSame = (['deployment', 'project', 'commit', 'config', 'embedded'] as const).every(
    (field) => verdict[field] === subject[field],
  );
  return isSame && part !== undefined ? [part] : [];
}

interface ReadShards {
  parts: VerdictPart[];
  problems: string[];
  /** How many there are to be; undefined if there are none. */
  total: number | undefined;
}

function readShards(name: PartName, files: readonly string[], subject: VerdictSubject): ReadShards {
  const shards = files.flatMap((file) => shardsNamed(file, name));
  const totals = [...new Set(shards.map(({ total }) => total))];
  const [total] = totals;
  if (total === undefined) return { parts: [], problems: [], total };
  if (totals.length > 1)
    return { parts: [], problems: [`there are shards of different totals: of ${totals.sort().join(', of ')}`], total };

  const parts: VerdictPart[] = [];
  const problems: string[] = [];
  const byNumber = Map.groupBy(shards, ({ current }) => current);
  for (const [current, own] of [...byNumber].sort(([one], [other]) => one - other)) {
    const files = own.map(({ file }) => file);
    const isOne = current >= 1 && current <= total;
    const read = isOne ? readOne(name, files, { current, total }, subject) : 'is there, which cannot be';
    if (typeof read === 'string') problems.push(`shard ${current} of ${total} ${read}`);
    else parts.push(read);
  }
  return { parts, problems: [...problems, ...missingShards(byNumber, total)], total };
}

/** A file name may say any total, so not every missing shard is listed. */
function missingShards(present: ReadonlyMap<number, unknown>, total: number): string[] {
  const missing = total - [...present.keys()].filter((current) => current >= 1 && current <= total).length;
  const listed: number[] = [];
  for (let current = 1; listed.length < Math.min(missing, mostListed); current += 1)
    if (!present.has(current)) listed.push(current);
  if (missing === 0) return [];
  if (missing === 1) return [`shard ${listed[0]} of ${total} is missing`];
  return [`shards ${listed.join(', ')}${missing > listed.length ? ', …' : ''} of ${total} are missing`];
}

function shardsNamed(file: string, name: PartName): (Shard & { file: string })[] {
  const [, part, current, total] = shardName.exec(path.basename(file)) ?? [];
  return part === name ? [{ file, current: Number(current), total: Number(total) }] : [];
}

/** @returns the shard, or what is wrong with it */
function readOne(
  name: PartName,
  files: readonly string[],
  shard: Shard,
  subject: VerdictSubject,
): VerdictPart | string {
  const [first = ''] = files;
  if (new Set(files.map((file) => readFileSync(file, 'utf8'))).size > 1)
    return `is there in different versions: ${files.join(', ')}`;
  return (
    readShard(first, name, shard, subject) ??
    `(${first}) is not a complete shard of ${subject.project} at ${subject.commit ?? 'no commit'} with this config`
  );
}
