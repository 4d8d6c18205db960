import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Part, type VerdictPart } from './verdict.ts';
import type { VerdictSubject } from './verdict-file.ts';
import { writeReport } from './write-report.ts';

/** Which of how many: `--shard 2/3`. */
export interface Shard {
  current: number;
  total: number;
}

const ShardFile = z.strictObject({
  deployment: z.string(),
  project: z.string(),
  commit: z.string().nullable(),
  part: Part,
});

/** Where the shards of a run leave what they saw. Folders of several machines are copied into one, and hold all of them. */
export function shardFile(directory: string, { current, total }: Shard): string {
  return path.join(directory, 'smoke-shards', `${current}-of-${total}.json`);
}

/** Forgets what an earlier run of the same shard saw: one that is killed must not be taken for whole. */
export function forgetShard(directory: string, shard: Shard): void {
  rmSync(shardFile(directory, shard), { force: true });
}

/**
 * Leaves what one shard saw, and puts together what all of them did.
 * @returns the whole part, where every shard of this project and commit has ended; else this shard's own, marked as a part
 */
export function joinShards(directory: string, subject: VerdictSubject, shard: Shard, part: VerdictPart): VerdictPart {
  const { deployment, project, commit } = subject;
  writeReport(shardFile(directory, shard), `${JSON.stringify({ deployment, project, commit, part }, null, 2)}\n`);
  const shards = Array.from({ length: shard.total }, (_, index) =>
    index + 1 === shard.current
      ? part
      : readShard(shardFile(directory, { current: index + 1, total: shard.total }), subject),
  );
  const absent = shards.flatMap((each, index) => (each === undefined ? [index + 1] : []));
  if (absent.length > 0)
    return { ...part, partial: `--shard ${shard.current}/${shard.total}, without ${absent.join(', ')}` };
  return joined(shards.filter((each) => each !== undefined));
}

/** What a shard left; undefined where it is no whole shard of this project and commit. */
export function readShard(file: string, subject: VerdictSubject): VerdictPart | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { deployment, project, commit, part } = ShardFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    const isSame = deployment === subject.deployment && project === subject.project && commit === subject.commit;
    return isSame ? (part as unknown as VerdictPart) : undefined;
  } catch {
    // A file that was cut short, or that something else wrote, is no shard.
    return undefined;
  }
}

/** Several parts as one. The oldest end counts as the end: a shard of yesterday makes the whole as old as itself. */
export function joined(parts: readonly VerdictPart[]): VerdictPart {
  const states = parts.map(({ state }) => state);
  const partial = parts.find((part) => part.partial !== undefined)?.partial;
  const ends = parts.flatMap(({ finishedAt }) => finishedAt ?? []).sort();
  const [startedAt = ''] = parts.map((part) => part.startedAt).sort();
  return {
    state: states.includes('interrupted') ? 'interrupted' : states.includes('running') ? 'running' : 'complete',
    startedAt,
    ...(ends[0] !== undefined && ends.length === parts.length && { finishedAt: ends[0] }),
    ...(partial !== undefined && { partial }),
    breakages: parts.flatMap(({ breakages }) => breakages),
    outcomes: parts.flatMap(({ outcomes }) => outcomes),
  };
}
