import { defineReading } from '../../../reading/index.ts';
import type { CorsAnswers } from './judge-cors.ts';
import { type CrossOriginInput, workerCrossOrigin } from './read-cross-origin.ts';
import { workerPreflight } from './read-preflight.ts';

/** Asks both for one origin: the preflight before a log is posted, and an actual request. */
export const workerCors = defineReading({
  name: 'worker.cors',
  effect: 'read',
  key: ({ worker, origin }: CrossOriginInput) => JSON.stringify([worker.url.url.href, origin]),
  async read({ worker, origin }, { read }): Promise<CorsAnswers> {
    const path = worker.endpoints.log;
    const [actual, ...preflights] = await Promise.all([
      read(workerCrossOrigin, { worker, origin }),
      ...worker.corsMethods.map((method) => read(workerPreflight, { worker, origin, path, method })),
    ]);
    return { preflights, actual };
  },
});
