import { randomUUID } from 'node:crypto';
import type { WorkerProfile } from '../../profile/index.ts';

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
}

/** The one log that is compared field by field. */
export function plainLog(runId: string): PostedLog {
  return {
    trace_id: `${runId}-${randomUUID()}`,
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
    const value = sample.replaceAll('*', randomUUID());
    if (field === 'message') log.message = `${log.message}: ${value}`;
    else if (field === 'stack') log.stack = `${log.stack ?? 'Error: made up'}\n    ${value}`;
    else placeAt(log.context, field.slice('context.'.length).split('.'), value);
    return { field, value, becomes };
  });
  return { marker, log, secrets };
}

function placeAt(context: Record<string, unknown>, names: readonly string[], value: string): void {
  const [name = '', ...deeper] = names;
  if (deeper.length === 0) {
    context[name] = value;
    return;
  }
  const next = context[name];
  const group = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {};
  context[name] = group;
  placeAt(group, deeper, value);
}
