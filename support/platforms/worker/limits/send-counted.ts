import { jsonIn } from '../../../files/parse-json.ts';
import type { Fetch } from '../../../http/index.ts';
import type { WorkerProfile } from '../../../profile/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import { numberAt } from '../health/health-value.ts';
import { takingOf } from '../taking.ts';
import { type CountedBy, countedRequest } from './counted-request.ts';
import { readRateLimitFields, type ToldQuota } from './rate-limit-fields.ts';

/** What one counted request was answered. */
export interface CountedAnswer {
  status: number;
  accepted: boolean;
  retryAfter: string | null;
  told: readonly ToldQuota[];
  /** `remaining_quota` of the body, where it has one. */
  remainingQuota: number | undefined;
  text: string;
  /** `Access-Control-Allow-Origin`, and `Location` of a redirect; null where there is none. */
  allowOrigin: string | null;
  location: string | null;
  /** When it came, by this machine's clock. */
  atMs: number;
  /** How long before that it was asked for: the Worker made its answer at some moment in between. */
  waitedMs: number;
}

/** An answer as it came. */
interface RawAnswer {
  response: Response;
  text: string;
  atMs: number;
  waitedMs: number;
}

async function send(fetch: Fetch, asked: CountedBy): Promise<RawAnswer> {
  const { url, ...init } = countedRequest(asked);
  const sent = performance.now();
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const text = await response.text();
  return { response, text, atMs: Date.now(), waitedMs: performance.now() - sent };
}

function interpreted({ response, text, atMs, waitedMs }: RawAnswer, worker: WorkerProfile): CountedAnswer {
  const { status, headers } = response;
  return {
    status,
    accepted: takingOf({ status, text }, worker) === 'taken',
    retryAfter: headers.get('retry-after'),
    told: readRateLimitFields(headers, atMs),
    remainingQuota: numberAt(jsonIn(text), 'remaining_quota'),
    text: quoteForeign(text, 200),
    allowOrigin: headers.get('access-control-allow-origin'),
    location: headers.get('location'),
    atMs,
    waitedMs,
  };
}

/** Sends one request that counts. */
export async function sendCounted(fetch: Fetch, asked: CountedBy): Promise<CountedAnswer> {
  return interpreted(await send(fetch, asked), asked.worker);
}

/** Sends many at once. They are interpreted when all have come: meanwhile nothing else is done than to send and to wait. */
export async function sendAtOnce(fetch: Fetch, asked: readonly CountedBy[]): Promise<CountedAnswer[]> {
  const answers = await Promise.all(asked.map((each) => send(fetch, each)));
  return answers.flatMap((answer, index) => {
    const worker = asked[index]?.worker;
    return worker ? [interpreted(answer, worker)] : [];
  });
}
