import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { jsonIn } from '../../files/parse-json.ts';
import { Part, stateOf, type VerdictPart } from './verdict.ts';
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

/** The file of one shard. The folders of several machines can be copied into one: the names differ. */
export function shardFile(directory: string, { current, total }: Shard): string {
  return path.join(directory, 'smoke-shards', `${current}-of-${total}.json`);
}

/** Removes the file of an earlier run of the same shard: a run that is killed must not look complete. */
export function forgetShard(directory: string, shard: Shard): void {
  rmSync(shardFile(directory, shard), { force: true });
}

/**
 * Writes the file of one shard, and joins all shards if they are there.
 * @returns the joined part if every shard of this project and commit has finished; else this shard's own, marked as partial
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

/** The part of one shard; undefined if the file is not a whole shard of this project and commit. */
export function readShard(file: string, subject: VerdictSubject): VerdictPart | undefined {
  if (!existsSync(file)) return undefined;

  const { success, data } = ShardFile.safeParse(jsonIn(readFileSync(file, 'utf8')));
  if (!success) return undefined;

  const { deployment, project, commit, part } = data;
  const isSame = deployment === subject.deployment && project === subject.project && commit === subject.commit;
  return isSame ? (part as unknown as VerdictPart) : undefined;
}

/** Several parts as one. The earliest end counts as the end: a shard of yesterday makes the whole that old. */
export function joined(parts: readonly VerdictPart[]): VerdictPart {
  const partial = parts.find((part) => part.partial !== undefined)?.partial;
  const ends = parts.flatMap(({ finishedAt }) => finishedAt ?? []).sort();
  const [startedAt = ''] = parts.map((part) => part.startedAt).sort();
  return {
    state: stateOf(parts),
    startedAt,
    ...(ends[0] !== undefined && ends.length === parts.length && { finishedAt: ends[0] }),
    ...(partial !== undefined && { partial }),
    breakages: parts.flatMap(({ breakages }) => breakages),
    outcomes: parts.flatMap(({ outcomes }) => outcomes),
  };
}
