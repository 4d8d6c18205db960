import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { hasFieldTwice, jsonIn } from '../../files/parse-json.ts';
import { canonicalJson } from './canonical-json.ts';
import { sealed, sealProblem, verdictKey } from './seal.ts';
import type { VerdictSubject } from './summarize.ts';
import { Part, type PartName, type RunPart, stateOf, type VerdictPart } from './verdict.ts';
import { writeReport } from './write-report.ts';

/** Which of how many: `--shard 2/3`. */
export interface Shard {
  current: number;
  total: number;
}

const ShardFile = z.strictObject({
  deployment: z.string(),
  project: z.string(),
  embedded: z.boolean(),
  name: z.enum(['specs', 'smoke']),
  current: z.number().int().positive(),
  total: z.number().int().positive(),
  part: Part,
  signature: z.string().optional(),
});

/** The file of one shard. The folders of several machines can be copied into one: the names differ. */
export function shardFile(directory: string, name: PartName, { current, total }: Shard): string {
  return path.join(directory, 'shards', `${name}-${current}-of-${total}.json`);
}

/** Removes the file of an earlier run of the same shard: a run that is killed must not look complete. */
export function forgetShard(directory: string, name: PartName, shard: Shard): void {
  rmSync(shardFile(directory, name, shard), { force: true });
}

/**
 * Writes the file of one shard, and joins all shards if they are there.
 * @returns the joined part if every shard of this subject has finished; else this shard's own, marked as partial
 */
export function joinShards(
  directory: string,
  subject: VerdictSubject,
  name: PartName,
  shard: Shard,
  part: RunPart,
): RunPart {
  const { deployment, project, commit, config, embedded, addresses } = subject;
  const own: VerdictPart = { ...part, commit, config, ...(addresses && { addresses }) };
  const file = sealed({ deployment, project, embedded, name, ...shard, part: own }, verdictKey());
  writeReport(shardFile(directory, name, shard), `${JSON.stringify(file, null, 2)}\n`);
  const shards = Array.from({ length: shard.total }, (_, index) => {
    const current = index + 1;
    return current === shard.current
      ? own
      : readShard(shardFile(directory, name, { ...shard, current }), name, { ...shard, current }, subject);
  });
  const strayed = shards.findIndex((each) => each !== undefined && !sameAddresses(each, own));
  if (strayed !== -1)
    return {
      ...part,
      partial: `--shard ${shard.current}/${shard.total}, and ${strayed + 1} looked at other addresses`,
    };
  const absent = shards.flatMap((each, index) => (each === undefined ? [index + 1] : []));
  if (absent.length > 0)
    return { ...part, partial: `--shard ${shard.current}/${shard.total}, without ${absent.join(', ')}` };
  return joined(shards.filter((each) => each !== undefined));
}

/** The part of one shard; undefined if the file is not exactly this shard of this subject, or cannot be relied on. */
export function readShard(
  file: string,
  name: PartName,
  { current, total }: Shard,
  subject: VerdictSubject,
): VerdictPart | undefined {
  const data = shardIn(file);
  if (data === undefined) return undefined;

  const { part } = data;
  const isThis = data.name === name && data.current === current && data.total === total;
  const isOurs = data.project === subject.project && data.deployment === subject.deployment;
  const isSame = part.commit === subject.commit && part.config === subject.config && data.embedded === subject.embedded;
  return isThis && isOurs && isSame ? (part as unknown as VerdictPart) : undefined;
}

/** Whether two parts looked at the same addresses. */
export function sameAddresses(one: VerdictPart, other: VerdictPart): boolean {
  return canonicalJson(one.addresses ?? null) === canonicalJson(other.addresses ?? null);
}

/** Whether a shard file says that it is of another deployment or project: reports of several are collected in one place. */
export function isOfAnother(file: string, { deployment, project }: VerdictSubject): boolean {
  const data = shardIn(file);
  return data !== undefined && (data.deployment !== deployment || data.project !== project);
}

function shardIn(file: string): z.infer<typeof ShardFile> | undefined {
  if (!existsSync(file)) return undefined;

  const text = readFileSync(file, 'utf8');
  const json = jsonIn(text);
  if (hasFieldTwice(text, json)) return undefined;

  const { success, data } = ShardFile.safeParse(json);
  return success && sealProblem(json as object, verdictKey()) === undefined ? data : undefined;
}

/** Several parts as one. The earliest end counts as the end: a shard of yesterday makes the whole that old. */
export function joined(parts: readonly VerdictPart[]): RunPart {
  const partial = parts.find((part) => part.partial !== undefined)?.partial;
  const beside = [...new Set(parts.flatMap((part) => part.beside ?? []))];
  const notes = [...new Set(parts.flatMap((part) => part.notes ?? []))];
  const ends = parts.flatMap(({ finishedAt }) => finishedAt ?? []).sort();
  const begins = parts.map((part) => part.startedAt).sort();
  const end = ends.length === parts.length ? ends[0] : undefined;
  const [startedAt = ''] = begins;
  return {
    state: stateOf(parts),
    startedAt,
    ...(end !== undefined && { finishedAt: end }),
    ...(partial !== undefined && { partial }),
    ...(beside.length > 0 && { beside }),
    ...(notes.length > 0 && { notes }),
    breakages: parts.flatMap(({ breakages }) => breakages),
    outcomes: parts.flatMap(({ outcomes }) => outcomes),
  };
}
