import { defineReading } from '../../../reading/index.ts';
import { calledRoute } from './called-route.ts';
import type { CorsAnswers } from './judge-cors.ts';
import { type CrossOriginInput, errorUrl, otherUrls, pageUrls, workerCrossOrigin } from './read-cross-origin.ts';
import { workerPreflight } from './read-preflight.ts';

/** Asks for one origin what a page would: the preflight before a log is posted, and every route that it could read. */
export const workerCors = defineReading({
  name: 'worker.cors',
  effect: 'read',
  key: ({ worker, origin }: CrossOriginInput) => JSON.stringify([worker.url.url.href, origin]),
  async read({ worker, origin }, { read }): Promise<CorsAnswers> {
    const { path, methods } = calledRoute(worker);
    const failing = errorUrl(worker);
    const ask = (url: string) => read(workerCrossOrigin, { worker, origin, url });
    const [actual, error, pages, others, preflights] = await Promise.all([
      read(workerCrossOrigin, { worker, origin }),
      failing === undefined ? undefined : ask(failing),
      Promise.all(pageUrls(worker).slice(1).map(ask)),
      Promise.all(otherUrls(worker).map(ask)),
      Promise.all(methods.map((method) => read(workerPreflight, { worker, origin, path, method }))),
    ]);
    return { preflights, actual, pages, others, ...(error && { error }) };
  },
});
