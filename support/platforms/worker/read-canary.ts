import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { type Fetch, RequestFailure } from '../../http/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading, WaitingDeadline } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { type PostedLog, plainLog, secretLog } from './canary-logs.ts';
import { clientHeaders, isRefusedToken } from './client-headers.ts';
import { listedOrigins } from './cors/listed-origins.ts';
import { requireWorker } from './read-health.ts';
import { isTaken, LogAnswer, RecentTraces, StoredLogs } from './schema.ts';
import { endpointOf, recentUrl, traceUrl } from './worker-url.ts';

const pollMs = 100;
const recentLimit = 50;

/** What the Worker answered to one posted log. */
export interface PostAnswer {
  status: number;
  answer: LogAnswer | undefined;
  answerText: string;
  /** `Access-Control-Allow-Origin` of the answer; null where it has none. */
  allowOrigin: string | null;
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
  /** The log with secrets: its answer, the beginning of its message, and the fields whose secret came back. */
  secret: PostAnswer & { marker: string; leaked: readonly string[] };
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
    const sent = plainLog(runId);
    const secretive = secretLog(sent);
    const url = endpointOf(worker, 'log');
    const own = clientHeaders(worker);
    const site = listedOrigins(worker)?.find(({ origin }) => origin !== undefined)?.origin;
    const post = (log: PostedLog) => postLog(fetch, url, log, { ...own, ...(site !== undefined && { origin: site }) });
    const [posted, secretAnswer, ...noise] = await Promise.all([
      post(sent),
      post(secretive.log),
      ...worker.noise.map(async (message) => ({ ...(await post({ ...sent, message })), message })),
    ]);
    const { marker, secrets } = secretive;
    const { whole: secretWhole, ...secretPosted } = secretAnswer;
    const readUrl = traceUrl(worker, sent.trace_id);
    const listUrl = recentUrl(worker, recentLimit);
    const known = { url, readUrl, recentUrl: listUrl, sent, site, ...posted, noise };
    const secret = { ...secretPosted, marker, leaked: [] };
    // What was refused need not be looked for; what the answer claims is looked for all the same.
    if (!isTaken(posted))
      return {
        ...known,
        secret,
        stored: undefined,
        storedText: '',
        waitedMs: 0,
        recentTraces: undefined,
        recentProblem: undefined,
      };
    const started = performance.now();
    using deadline = new WaitingDeadline(worker.ingestWithinMs);
    const accepted = [posted, secretAnswer].filter(isTaken).length;
    let found = await readJson(fetch, readUrl, StoredLogs, own);
    while ((found.value?.logs.length ?? 0) < accepted && !deadline.signal.aborted) {
      await delay(pollMs);
      found = await readJson(fetch, readUrl, StoredLogs, own);
    }
    const waitedMs = Math.round(performance.now() - started);
    // What has been seen of the log is not lost where the list cannot be read.
    const recent =
      listUrl === undefined ? undefined : await readJson(fetch, listUrl, RecentTraces, own).catch(problemOf);
    const shown = [secretWhole, found.whole, recent?.whole ?? ''];
    return {
      ...known,
      secret: {
        ...secret,
        leaked: secrets.filter(({ value }) => shown.some((text) => text.includes(value))).map(({ field }) => field),
      },
      stored: found.value,
      storedText: found.text,
      waitedMs,
      recentTraces: recent?.value?.traces.map(({ id }) => id),
      recentProblem: recent?.problem,
    };
  },
});

function problemOf(error: unknown): { value: undefined; whole?: undefined; problem: string } {
  if (error instanceof NotVerified || (error instanceof RequestFailure && !error.isRefusal))
    return { value: undefined, problem: error.message };
  throw error;
}

async function postLog(
  send: Fetch,
  url: string,
  log: PostedLog,
  own: Record<string, string>,
): Promise<PostAnswer & { whole: string }> {
  const headers = { ...own, 'content-type': 'application/json' };
  const response = await send(url, { method: 'POST', headers, body: JSON.stringify(log) });
  const text = await response.text();
  return {
    status: response.status,
    answer: LogAnswer.safeParse(jsonIn(text)).data,
    answerText: quoteForeign(text, 200),
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
