import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import { jsonIn } from '../../../files/parse-json.ts';
import { type Fetch, RequestFailure } from '../../../http/index.ts';
import type { WorkerProfile } from '../../../profile/index.ts';
import { defineReading, WaitingDeadline } from '../../../reading/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import { clientHeaders, isRefusedToken } from '../client-headers.ts';
import { siteOrigin } from '../cors/listed-origins.ts';
import { requireWorker } from '../read-health.ts';
import { RecentTraces, StoredLogs } from '../schema.ts';
import { type Taking, takingOf } from '../taking.ts';
import { endpointOf, recentUrl, traceUrl } from '../worker-url.ts';
import {
  canaryTrace,
  ordinaryTexts,
  type PostedLog,
  type PostedSecret,
  plainLog,
  secretLog,
  textOfField,
} from './canary-logs.ts';
import { has, type Remains, remainsOf } from './secret-remains.ts';

export const canaryPollMs = 100;
const recentLimit = 50;

/** What the Worker answered to one posted log. */
export interface PostAnswer {
  status: number;
  taking: Taking;
  answerText: string;
  /** Where a redirect leads; null where it is none. */
  location: string | null;
  /** `Access-Control-Allow-Origin` of the answer; null where it has none. */
  allowOrigin: string | null;
}

/** A sample of which something came back. */
export interface LeakedSecret {
  field: string;
  remains: Remains;
}

export interface CanaryReading extends PostAnswer {
  url: string;
  readUrl: string;
  sent: PostedLog;
  /** The site that the logs are posted from: the first of the allow-list; undefined where it names none. */
  site: string | undefined;
  /** What `/logs?trace_id=` gave in the end, and how long it took until the logs were there. */
  stored: StoredLogs | undefined;
  storedText: string;
  waitedMs: number;
  /** Undefined where the Worker gives no list of them. */
  recentTraces: readonly string[] | undefined;
  /** Why the list could not be read, where that is so. */
  recentProblem: string | undefined;
  recentUrl: string | undefined;
  /**
   * The log with the samples that the profile promises to redact: its answer, the beginning of its message, the fields in which
   * something of a sample came back, and those in whose place something else stands than promised. Undefined where nothing is promised.
   */
  secret:
    | (PostAnswer & { marker: string; leaked: readonly LeakedSecret[]; otherwise: readonly PostedSecret[] })
    | undefined;
  /** The noise that was posted. */
  noise: readonly (PostAnswer & { message: string })[];
}

/**
 * Posts marked logs under one trace (a plain one, one with made-up secrets, and what the profile calls noise) and looks
 * for them where readers would: by their trace, and among the recent traces. They expire by the Worker's own retention.
 */
export const workerCanary = defineReading({
  name: 'worker.canary',
  effect: 'canary',
  key: (worker: WorkerProfile) => worker.url.url.href,
  async read(worker, { fetch, read, runId }): Promise<CanaryReading> {
    await requireWorker(worker, read);
    const sent = plainLog(runId, canaryTrace(runId, worker));
    const secretive = worker.redacts.length === 0 ? undefined : secretLog(sent, worker.redacts);
    const url = endpointOf(worker, 'log');
    const own = clientHeaders(worker);
    const site = siteOrigin(worker);
    const post = (log: PostedLog) =>
      postLog(fetch, { url, worker, log, headers: { ...own, ...(site !== undefined && { origin: site }) } });
    const [posted, secretAnswer, ...noise] = await Promise.all([
      post(sent),
      secretive && post(secretive.log),
      ...worker.noise.map(async (message) => ({ ...(await post({ ...sent, message })), message })),
    ]);
    const readUrl = traceUrl(worker, sent.trace_id);
    const listUrl = recentUrl(worker, recentLimit);
    const known = { url, readUrl, recentUrl: listUrl, sent, site, ...posted, noise };
    const judgedSecret = (shown: readonly string[], logs: StoredLogs['logs'] = []) => {
      if (!secretive || !secretAnswer) return undefined;
      const { marker, secrets } = secretive;
      const { whole: _, ...answer } = secretAnswer;
      const own = logs.filter(({ message }) => typeof message === 'string' && message.startsWith(marker));
      const inField = (field: string) => own.flatMap((log) => textOfField(log, field, marker) ?? []);
      const ordinary = ordinaryTexts(sent, marker, secrets);
      return {
        ...answer,
        marker,
        leaked: secrets.flatMap((secret): LeakedSecret[] => {
          const remains = remainsOf(secret, { shown, inField: inField(secret.field), ordinary });
          return remains === undefined ? [] : [{ field: secret.field, remains }];
        }),
        otherwise: secrets.filter(({ field, becomes }) => {
          const texts = inField(field);
          return becomes !== undefined && !has(texts.length > 0 ? texts : shown, becomes);
        }),
      };
    };
    // What was refused need not be looked for; what the answer claims is looked for all the same, and what it does not say.
    if (posted.taking === 'refused')
      return {
        ...known,
        secret: judgedSecret([secretAnswer?.whole ?? '']),
        stored: undefined,
        storedText: '',
        waitedMs: 0,
        recentTraces: undefined,
        recentProblem: undefined,
      };
    const started = performance.now();
    using deadline = new WaitingDeadline(worker.ingestWithinMs);
    const accepted = [posted, secretAnswer].filter((each) => each !== undefined && each.taking !== 'refused').length;
    let found = await readJson(fetch, readUrl, StoredLogs, own);
    while ((found.value?.logs.length ?? 0) < accepted && !deadline.signal.aborted) {
      await delay(canaryPollMs);
      // A request that is cut off at the end does not undo what the earlier ones answered.
      const next = await readJson(fetch, readUrl, StoredLogs, own).catch(problemOf);
      if (next.problem !== undefined) break;
      found = next;
    }
    const waitedMs = Math.round(performance.now() - started);
    // What has been seen of the log is not lost where the list cannot be read.
    const recent =
      listUrl === undefined ? undefined : await readJson(fetch, listUrl, RecentTraces, own).catch(problemOf);
    return {
      ...known,
      secret: judgedSecret([secretAnswer?.whole ?? '', found.whole, recent?.whole ?? ''], found.value?.logs),
      stored: found.value,
      storedText: found.text,
      waitedMs,
      recentTraces: recent?.value?.traces.map(({ id }) => id),
      recentProblem: recent?.problem,
    };
  },
});

function problemOf(error: unknown): { value: undefined; text: string; whole: string; problem: string } {
  if (error instanceof NotVerified || (error instanceof RequestFailure && !error.isRefusal))
    return { value: undefined, text: '', whole: '', problem: error.message };
  throw error;
}

interface Posting {
  url: string;
  worker: WorkerProfile;
  log: PostedLog;
  headers: Record<string, string>;
}

async function postLog(send: Fetch, { url, worker, log, headers }: Posting): Promise<PostAnswer & { whole: string }> {
  const init = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    redirect: 'manual',
  } as const;
  const response = await send(url, { ...init, body: JSON.stringify(log) });
  const text = await response.text();
  const { status } = response;
  return {
    status,
    taking: takingOf({ status, text }, worker),
    answerText: quoteForeign(text, 200),
    location: response.headers.get('location'),
    whole: text,
    allowOrigin: response.headers.get('access-control-allow-origin'),
  };
}

async function readJson<Value>(
  send: Fetch,
  url: string,
  schema: z.ZodType<Value>,
  headers: Record<string, string>,
): Promise<{ value: Value | undefined; text: string; whole: string; problem?: undefined }> {
  const response = await send(url, { headers });
  const whole = await response.text();
  if (response.status >= 500 || isRefusedToken(response.status))
    throw new NotVerified(`${url} answers status ${response.status}: ${quoteForeign(whole, 120)}`);
  const text = `status ${response.status}: ${quoteForeign(whole, 200)}`;
  return { value: schema.safeParse(jsonIn(whole)).data, text, whole };
}
