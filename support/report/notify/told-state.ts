import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { outcomeKinds } from '../../check/outcome.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { redactDeep } from '../../redaction/redact.ts';
import { secondMs } from '../../text/duration.ts';
import { writeReport } from '../verdict/write-report.ts';

export const receiverNames = ['slack', 'webhook', 'issue'] as const;
export type ReceiverName = (typeof receiverNames)[number];

const KnownProblem = z.strictObject({
  digest: z.string(),
  check: z.string(),
  environment: z.string(),
  kind: z.enum(outcomeKinds),
  what: z.string(),
  amount: z.number().optional(),
});

/** What one receiver knows of one audit. */
export const Known = z.strictObject({
  /** Of the config with which the audit last ran. */
  config: z.string().nullable(),
  /** The last verdict that counted. */
  verdict: z
    .strictObject({
      exitCode: z.number(),
      headline: z.string(),
      finishedAt: z.string(),
      problems: z.array(KnownProblem),
    })
    .nullable(),
  /** Set while the audit does not run: when that was last told. */
  silence: z.strictObject({ because: z.string(), toldAt: z.iso.datetime() }).nullable(),
});
export type Known = z.infer<typeof Known>;

const Audit = z.strictObject({
  /** When the audit last ended. */
  ranAt: z.string().nullable(),
  /** Null: what it knew was lost, and it has not been told since. */
  receivers: z.partialRecord(z.enum(receiverNames), Known.nullable()),
});

/** Everything that was told, by deployment and project. */
export const ToldState = z.strictObject({
  schema: z.literal(2),
  audits: z.record(z.string(), Audit),
  /** An earlier state could not be read: an audit that is not listed may have been told of. */
  wasLost: z.boolean(),
});
export type ToldState = z.infer<typeof ToldState>;

const emptyState: ToldState = { schema: 2, audits: {}, wasLost: false };

/** Reads what was told. A file that is not one of ours, or not whole, counts as lost: better told once too often. */
export function readTold(file: string): ToldState {
  if (!existsSync(file)) return emptyState;
  const { data } = ToldState.safeParse(jsonIn(readFileSync(file, 'utf8')));
  return data ?? { ...emptyState, wasLost: true };
}

/** Writes it whole or not at all. */
export function writeTold(file: string, state: ToldState): void {
  writeReport(file, `${JSON.stringify(redactDeep(state), null, 2)}\n`);
}

const longestWaitMs = 60 * secondMs;

/**
 * Lets one process at a time read, tell and write. The lock is one of SQLite on an empty database beside the file: the system
 * gives it back when its holder dies, however that happens.
 * @throws Error if another process keeps it for more than a minute
 */
export async function alone<Value>(file: string, work: () => Promise<Value>): Promise<Value> {
  mkdirSync(path.dirname(file), { recursive: true });
  using database = new DatabaseSync(`${file}.lock`, { timeout: longestWaitMs });
  database.exec('BEGIN EXCLUSIVE');
  return await work();
}
