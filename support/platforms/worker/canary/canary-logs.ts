import { createHash, randomUUID } from 'node:crypto';
import type { WorkerProfile } from '../../../profile/index.ts';
import { secretRuns } from './secret-runs.ts';

/** A log as it is posted. */
export interface PostedLog {
  trace_id: string;
  message: string;
  level: 'info' | 'error';
  system: 'manual';
  user_id: string;
  stack?: string;
  context: Record<string, unknown>;
}

/** A sample that the profile promises to redact, and where it was posted. */
export interface PostedSecret {
  field: string;
  value: string;
  /** What has to stand in its place, where the profile says. */
  becomes: string | undefined;
  /** The parts of it that must not come back. */
  runs: readonly string[];
}

/** What masking leaves at an end: the last four of a card. */
export const tellingAtEnd = 4;

const stackHead = 'Error: made up';

/** The trace of a run's canary on a Worker: checks that only read may look for it too. */
export function canaryTrace(runId: string, { url, environment }: WorkerProfile): string {
  const place = createHash('sha256').update(`${environment} ${url.url.href}`).digest('hex');
  return `${runId}-canary-${place.slice(0, 16)}`;
}

/** The one log that is compared field by field. */
export function plainLog(runId: string, trace = `${runId}-${randomUUID()}`): PostedLog {
  return {
    trace_id: trace,
    message: `Airlock posts this canary of run ${runId}`,
    level: 'info',
    system: 'manual',
    user_id: 'airlock',
    context: { airlock: runId, attempt: 1 },
  };
}

/** A log with the samples that the profile promises to redact, and the message that it begins with. */
export function secretLog(
  plain: PostedLog,
  promises: WorkerProfile['redacts'],
): { log: PostedLog; marker: string; secrets: PostedSecret[] } {
  const marker = `${plain.message}, with samples to redact`;
  const log: PostedLog = { ...plain, level: 'error', message: marker, context: { ...plain.context } };
  const secrets = promises.map(({ sample, field, becomes }): PostedSecret => {
    const madeUp = sample.includes('*')
      ? uuidWithEndsUnlike(`${JSON.stringify(plain)}${sample}${becomes ?? ''}`)
      : undefined;
    const value = sample.replaceAll('*', madeUp ?? '');
    if (field === 'message') log.message = `${log.message}: ${value}`;
    else if (field === 'stack') log.stack = `${log.stack ?? stackHead}\n    ${value}`;
    else placeAt(log.context, field.slice('context.'.length).split('.'), value);
    return { field, value, becomes, runs: secretRuns(value, becomes, madeUp) };
  });
  return { marker, log, secrets };
}

/** A UUID whose ends tell it: a mask that keeps the last four is seen only if the log does not have those four elsewhere. */
function uuidWithEndsUnlike(text: string): string {
  let uuid: string;
  do uuid = randomUUID();
  while ([uuid.slice(0, tellingAtEnd), uuid.slice(-tellingAtEnd)].some((end) => text.includes(end)));
  return uuid;
}

function placeAt(context: Record<string, unknown>, names: readonly string[], value: string): void {
  const [name = '', ...deeper] = names;
  if (deeper.length === 0) {
    const before = context[name];
    context[name] = typeof before === 'string' ? `${before} ${value}` : value;
    return;
  }
  const next = context[name];
  const group = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {};
  context[name] = group;
  placeAt(group, deeper, value);
}

/** What belongs in the log with the samples: all of it but the parts that must not come back. */
export function ordinaryTexts(plain: PostedLog, marker: string, secrets: readonly PostedSecret[]): string[] {
  const kept = secrets.map(({ value, becomes, runs }) => {
    const around = runs.reduce((left, run) => left.replaceAll(run, '\n'), value);
    return becomes === undefined ? around : `${around}\n${becomes}`;
  });
  return [JSON.stringify(plain), marker, stackHead, ...kept];
}

/** What a stored log has in a field, beside the message that it begins with; undefined where it has no such field. */
export function textOfField(log: Readonly<Record<string, unknown>>, field: string, marker: string): string | undefined {
  let found: unknown = log;
  for (const name of field.split('.')) found = (found as Record<string, unknown> | null | undefined)?.[name];
  if (found === undefined || found === null) return undefined;
  const text = typeof found === 'string' ? found : JSON.stringify(found);
  return field === 'message' && text.startsWith(marker) ? text.slice(marker.length) : text;
}
