import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { type Fetch, RequestFailure } from '../../http/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading, type Read } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { badInputs } from './bad-inputs.ts';
import { type CanaryReading, workerCanary } from './canary/read-canary.ts';
import { clientHeaders } from './client-headers.ts';
import { siteOrigin, stranger } from './cors/listed-origins.ts';
import { workerCors } from './cors/read-cors.ts';
import { requireWorker } from './read-health.ts';
import { reasonIn } from './reason-in.ts';
import { AnyLogs, RecentTraces } from './schema.ts';
import { endpointOf, recentUrl, traceUrl } from './worker-url.ts';

interface BadInputAnswer {
  name: string;
  /** The log is a good one, and whoever posts it has not the token. */
  unauthenticated: boolean;
  /** Undefined where the connection ended instead of an answer. */
  status: number | undefined;
  /** What the answer says for a reason. */
  reason: string | undefined;
  text: string;
  /** How many logs its trace holds afterwards; undefined where the answer tells nothing of it. */
  kept: number | undefined;
  keptText: string;
  /** `Access-Control-Allow-Origin` of the answer; null where it has none. */
  allowOrigin?: string | null;
}

export interface BadInputReading {
  url: string;
  answers: readonly BadInputAnswer[];
  /** Traces of this run's bad input among the recent ones; undefined where there is no such list. */
  recent: readonly string[] | undefined;
  /** Why that list could not be read, where there is one. */
  recentProblem?: string;
  /** Why a good log is not taken in this run either; undefined where one is. */
  refusesGood: string | undefined;
  /** The site that the bad input is posted from, where its pages may read the answer to a good log; undefined where they may not. */
  site?: string;
  /** What one bad input posted from a page that nobody knows is answered; undefined where the list names no origin. */
  toStranger?: { origin: string; status: number; allowOrigin: string | null };
}

const recentLimit = 50;

/** Posts everything bad, all at once, and then looks under each of its traces. Nothing that is refused has to be removed. */
export const workerBadInput = defineReading({
  name: 'worker.bad-input',
  effect: 'canary',
  key: (worker: WorkerProfile) => worker.url.url.href,
  async read(worker, { fetch, read, runId }): Promise<BadInputReading> {
    await requireWorker(worker, read);
    const url = endpointOf(worker, 'log');
    const prefix = `${runId}-bad-`;
    const own = clientHeaders(worker);
    const asked = badInputs((name) => `${prefix}${name}`, worker.refusesBadInput, worker.ingestToken !== undefined);
    // What the Worker takes knowingly is not posted: it would be stored, and stand among the recent traces.
    const site = siteOrigin(worker);
    const inputs = asked.filter(({ name }) => !(worker.takesBadInput as readonly string[]).includes(name));
    const posted = await Promise.all(
      inputs.map(async ({ name, body, contentType, stranger: shown }) => {
        const kind = { name, unauthenticated: shown !== undefined };
        try {
          const headers = {
            ...(shown ?? own),
            ...(contentType !== undefined && { 'content-type': contentType }),
            ...(site !== undefined && { origin: site }),
          };
          const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' });
          const text = await response.text();
          const { status } = response;
          const allowOrigin = response.headers.get('access-control-allow-origin');
          return { ...kind, status, reason: reasonIn(text), text: quoteForeign(text, 200), allowOrigin };
        } catch (error) {
          if (!(error instanceof RequestFailure) || error.isRefusal) throw error;
          // A server may close the connection on a body that is too large before all of it came (RFC 9110, section 15.5.14).
          return { ...kind, status: undefined, reason: undefined, text: error.message };
        }
      }),
    );
    // Where a stranger is let in by other requests too, worker/cors-refuses tells of it.
    const isOpen = site === undefined || site === stranger || (await letsStrangerIn(worker, read));
    const toStranger = isOpen ? undefined : await postAsStranger(fetch, url, own);
    const list = recentUrl(worker, recentLimit);
    const [recent, ...kept] = await Promise.all([
      list === undefined ? undefined : readTrace(fetch, list, own),
      ...inputs.map(({ name }) => readTrace(fetch, traceUrl(worker, `${prefix}${name}`), own)),
    ]);
    // A Worker may know no trace that holds nothing; that its 404 says so is known where a good log is found.
    const good = await read(workerCanary, worker).catch(problemOf);
    const tellsUnknown = !('problem' in good) && (good.stored?.logs.length ?? 0) > 0;
    const traces = recent === undefined ? undefined : RecentTraces.safeParse(jsonIn(recent.text)).data?.traces;
    return {
      url,
      answers: posted.map((answer, index) => {
        const { text = '', isUnknown = false } = kept[index] ?? {};
        return {
          ...answer,
          kept: AnyLogs.safeParse(jsonIn(text)).data?.logs.length ?? (isUnknown && tellsUnknown ? 0 : undefined),
          keptText: quoteForeign(text, 120),
        };
      }),
      recent: traces?.map(({ id }) => id).filter((id) => id.startsWith(prefix)),
      ...(recent !== undefined &&
        traces === undefined && { recentProblem: `${list}: ${quoteForeign(recent.text, 120)}` }),
      refusesGood: refusalOfGood(good),
      ...(site !== undefined && 'allowOrigin' in good && [site, '*'].includes(good.allowOrigin ?? '') && { site }),
      ...(toStranger && { toStranger }),
    };
  },
});

async function letsStrangerIn(worker: WorkerProfile, read: Read): Promise<boolean> {
  const answers = await read(workerCors, { worker, origin: stranger }).catch(() => undefined);
  if (answers === undefined) return false;
  const { preflights, actual, pages = [], others = [], error } = answers;
  const all = [...preflights, actual, ...pages, ...others, ...(error ? [error] : [])];
  return all.some(({ allowOrigin }) => allowOrigin === stranger || allowOrigin === '*');
}

/** Posts what is not a log from a page that nobody knows: what the answer lets it read is seen without a record. */
async function postAsStranger(fetch: Fetch, url: string, own: Record<string, string>) {
  const headers = { ...own, 'content-type': 'application/json', origin: stranger };
  const response = await fetch(url, { method: 'POST', headers, body: '{}', redirect: 'manual' });
  await response.arrayBuffer();
  const allowOrigin = response.headers.get('access-control-allow-origin');
  return { origin: stranger, status: response.status, allowOrigin };
}

/** What stands under one trace, or in the list of them. That one cannot be read is told of it alone: what the others show is not lost. */
async function readTrace(fetch: Fetch, url: string, headers: Record<string, string>) {
  try {
    const response = await fetch(url, { headers });
    return { text: await response.text(), isUnknown: response.status === 404 };
  } catch (error) {
    if (!(error instanceof RequestFailure) || error.isRefusal) throw error;
    return { text: error.message, isUnknown: false };
  }
}

function problemOf(error: unknown): { problem: string } {
  if (error instanceof NotVerified || (error instanceof RequestFailure && !error.isRefusal))
    return { problem: error.message };
  throw error;
}

/** What refuses everything refuses bad input too: that shows nothing. */
function refusalOfGood(good: CanaryReading | { problem: string }): string | undefined {
  if ('problem' in good) return good.problem;
  const isFound = (good.stored?.logs.length ?? 0) > 0;
  return good.taking === 'taken' || isFound ? undefined : `status ${good.status}: ${good.answerText}`;
}
