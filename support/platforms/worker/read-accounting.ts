import { defineReading } from '../../reading/index.ts';
import { countedRequest, ownKey } from './counted-request.ts';
import { numberAt } from './health-value.ts';
import { type BurstInput, type CountedAnswer, sendCounted } from './read-burst.ts';
import { requireWorker } from './read-health.ts';
import { jsonOf } from './schema.ts';
import { endpointOf } from './worker-url.ts';

/** A handful: enough to tell a cost of one from other clients' traffic. */
const requests = 4;

export interface AccountingReading {
  url: string;
  /** One after another, for one key. */
  answers: readonly CountedAnswer[];
  /** What `/health` says is used of each shared quota, before and after. */
  used: readonly { name: string; path: string; before: number | undefined; after: number | undefined }[];
}

/** Makes a handful of requests one after another, and notes what each leaves of every quota that tells of itself. */
export const workerAccounting = defineReading({
  name: 'worker.accounting',
  effect: 'canary',
  key: ({ worker, rateLimit }: BurstInput) => `${worker.url.url.origin} ${JSON.stringify(rateLimit)}`,
  async read({ worker, rateLimit }, { fetch, read, runId }): Promise<AccountingReading> {
    await requireWorker(worker, read);
    const key = ownKey(rateLimit, runId, 'accounting');
    const health = async (): Promise<unknown> => {
      return jsonOf(await (await fetch(endpointOf(worker, 'health'))).text());
    };
    const before = await health();
    const answers: AccountingReading['answers'][number][] = [];
    for (let number = 1; number <= requests; number += 1) {
      answers.push(await sendCounted(fetch, { worker, rateLimit, key, runId, number }));
    }
    const after = await health();
    const used = rateLimit.alsoCounts.flatMap(({ name, reported }) =>
      reported.used === undefined
        ? []
        : [
            {
              name,
              path: reported.used,
              before: numberAt(before, reported.used),
              after: numberAt(after, reported.used),
            },
          ],
    );
    return { url: countedRequest({ worker, rateLimit, key, runId, number: 0 }).url, answers, used };
  },
});
