import { makeFunctionReference } from 'convex/server';
import type { Value } from 'convex/values';
import { NotVerified } from '../../check/not-verified.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { requireAnswer } from './read-key.ts';
import { convexClient, refusedQuery } from './system-query.ts';

/** What a query returns to a client without a credential, or why it fails. */
export type CanaryReading = { answers: true; value: Value } | { answers: false; received: string };

/** Calls the query that the config names, as a browser would. */
export const canaryQuery = defineReading({
  name: 'convex.canary-query',
  effect: 'read',
  key: (convex: ConvexProfile) => JSON.stringify([convex.url.url.origin, convex.canaryQuery]),
  async read(convex, { fetch, read }): Promise<CanaryReading> {
    const asked = convex.canaryQuery;
    if (asked === undefined) throw new NotVerified('the config names no query to call');
    await requireAnswer(convex, read);
    const args = { ...asked.args, ...asked.argsIn[convex.environment] };
    try {
      const reference = makeFunctionReference<'query'>(asked.path);
      return { answers: true, value: await convexClient(convex, fetch).query(reference, args as never) };
    } catch (error) {
      if (error instanceof Error && error.name === 'RequestFailure') throw error;
      const message = (error as Error).message.trim();
      if (/deployment is paused|have been disabled|exceeded your spending limits|suspended/i.test(message))
        throw refusedQuery(convex, asked.path, `${message.split('\n').at(-1)} (convex/reachable)`);
      return { answers: false, received: message };
    }
  },
});
