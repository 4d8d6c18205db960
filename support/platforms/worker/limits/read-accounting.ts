import { jsonIn } from '../../../files/parse-json.ts';
import type { WorkerProfile } from '../../../profile/index.ts';
import { defineReading, type Reading } from '../../../reading/index.ts';
import { countAt } from '../health/health-value.ts';
import { requireWorker } from '../read-health.ts';
import { endpointOf } from '../worker-url.ts';
import { limitBefore } from './burst-order.ts';
import { commonCost, risesOf } from './count-steps.ts';
import { countedRequest, ownKey } from './counted-request.ts';
import type { BurstInput } from './read-burst.ts';
import { mostRequests } from './refill.ts';
import { type CountedAnswer, sendCounted } from './send-counted.ts';

/** A handful: enough to tell a cost of one from other clients' traffic. */
const requests = 4;
/** Where others ask in between. */
export const mostAccountingRequests = 2 * requests;

export interface AccountingReading {
  worker: WorkerProfile;
  url: string;
  /** One after another, for one key. */
  answers: readonly CountedAnswer[];
  /** What `/health` says is used of each quota: before the first request and after each, or the last where the answers tell. */
  used: readonly { name: string; cost: number; path: string; counts: readonly (number | undefined)[] }[];
}

/** Makes a handful of requests one after another, and notes what each leaves of every quota that tells of itself. */
export const workerAccounting: Reading<BurstInput, AccountingReading> = defineReading({
  name: 'worker.accounting',
  effect: 'canary',
  key: ({ worker, rateLimit, attempt = 1 }: BurstInput) =>
    `${worker.url.url.href} ${JSON.stringify(rateLimit)} ${attempt}`,
  async read({ worker, rateLimit }, { fetch, read, runId }): Promise<AccountingReading> {
    await requireWorker(worker, read);
    // What is sent for another limit at the same time would hide the cost of one request.
    const earlier = limitBefore(worker, rateLimit);
    if (earlier) await read(workerAccounting, { worker, rateLimit: earlier }).catch(() => undefined);
    const key = ownKey(rateLimit, runId, 'accounting');
    const trace = `${runId}-accounting-${crypto.randomUUID()}`;
    const reported = [
      { name: rateLimit.name ?? rateLimit.per, cost: rateLimit.cost, path: rateLimit.reported.used },
      ...rateLimit.alsoCounts.map(({ name, cost, reported: { used } }) => ({ name, cost, path: used })),
    ].flatMap(({ name, cost, path }) => (path === undefined ? [] : [{ name, cost, path }]));
    const health = async (): Promise<unknown> =>
      reported.length === 0 ? undefined : jsonIn(await (await fetch(endpointOf(worker, 'health'))).text());
    const seen = [await health()];
    const answers: CountedAnswer[] = [];
    // The answers tell the cost of each request themselves where they name the quota; else the health answer is asked each time.
    const isTold = () =>
      reported.every(({ name }) => answers[0]?.told.some((told) => told.name === name && told.remaining !== undefined));
    // Where others ask in between, a few more tell whether each request costs more than one.
    const isHidden = () =>
      !isTold() &&
      reported.some(({ path, cost }) => commonCost(risesOf(seen.map((each) => countAt(each, path)))) > cost);
    // A quota that is enough for fewer is not asked past its end.
    const few = Math.min(requests, mostRequests(rateLimit));
    const most = Math.min(mostAccountingRequests, mostRequests(rateLimit));
    for (let number = 1; number <= few || (number <= most && isHidden()); number += 1) {
      const answer = await sendCounted(fetch, { worker, rateLimit, key, trace, runId, number });
      answers.push(answer);
      // Two refusals tell it: more would only spend what others need.
      if (answers.length > 1 && answers.every(({ accepted }) => !accepted)) break;
      if (number >= few || !isTold()) seen.push(await health());
    }
    const used = reported.map(({ name, cost, path }) => ({
      name,
      cost,
      path,
      counts: seen.map((each) => countAt(each, path)),
    }));
    return { worker, url: countedRequest({ worker, rateLimit, key, runId, number: 0 }).url, answers, used };
  },
});
