import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { NotVerified } from '../../check/not-verified.ts';
import type { Fetch } from '../../http/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { redactedExcerpt } from '../../redaction/redact.ts';
import { requireWorker } from './read-health.ts';
import { LogAnswer, RecentTraces, StoredLogs } from './schema.ts';

const pollMs = 100;
const recentLimit = 50;

export interface Canary {
  trace_id: string;
  message: string;
  level: 'info';
  system: 'manual';
  user_id: string;
  context: { airlock: string; attempt: number };
}

export interface CanaryReading {
  url: string;
  sent: Canary;
  status: number;
  answer: LogAnswer | undefined;
  answerText: string;
  /** What `/logs?trace_id=` gave in the end, and how long it took until the log was there. */
  stored: StoredLogs | undefined;
  storedText: string;
  waitedMs: number;
  recentTraces: readonly string[] | undefined;
}

/** Posts one marked log and looks for it where readers would: by its trace, and among the recent traces. It expires by the Worker's own retention. */
export const workerCanary = defineReading({
  name: 'worker.canary',
  effect: 'canary',
  key: (worker: WorkerProfile) => worker.url.url.origin,
  async read(worker, { fetch, read, runId }): Promise<CanaryReading> {
    await requireWorker(worker, read);
    const sent: Canary = {
      trace_id: `${runId}-${randomUUID()}`,
      message: `Airlock posts this canary of run ${runId}`,
      level: 'info',
      system: 'manual',
      user_id: 'airlock',
      context: { airlock: runId, attempt: 1 },
    };
    const url = new URL('/log', worker.url.url).href;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sent),
    });
    const answerText = await response.text();
    const answer = parsed(LogAnswer, answerText);
    const posted = { url, sent, status: response.status, answer, answerText };
    // What was refused need not be looked for; what the answer claims is looked for all the same.
    if (response.status !== 200 || answer?.success !== true) {
      return { ...posted, stored: undefined, storedText: '', waitedMs: 0, recentTraces: undefined };
    }
    const started = performance.now();
    const byTrace = new URL(`/logs?trace_id=${encodeURIComponent(sent.trace_id)}`, worker.url.url).href;
    let found = { value: undefined as StoredLogs | undefined, text: '' };
    do {
      if (found.text !== '') await delay(pollMs);
      found = await readJson(fetch, byTrace, StoredLogs);
    } while ((found.value?.logs.length ?? 0) === 0 && performance.now() - started < worker.ingestWithinMs);
    const recent = await readJson(
      fetch,
      new URL(`/traces/recent?limit=${recentLimit}`, worker.url.url).href,
      RecentTraces,
    );
    return {
      ...posted,
      stored: found.value,
      storedText: found.text,
      waitedMs: Math.round(performance.now() - started),
      recentTraces: recent.value?.traces.map(({ id }) => id),
    };
  },
});

async function readJson<Value>(
  send: Fetch,
  url: string,
  schema: z.ZodType<Value>,
): Promise<{ value: Value | undefined; text: string }> {
  const response = await send(url);
  const text = await response.text();
  if (response.status >= 500)
    throw new NotVerified(`${url} answers status ${response.status}: ${redactedExcerpt(text, 120)}`);
  return { value: parsed(schema, text), text: `status ${response.status}: ${redactedExcerpt(text, 200)}` };
}

function parsed<Value>(schema: z.ZodType<Value>, text: string): Value | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
