import type { RateLimitSource } from '../../profile/index.ts';
import { numberAt } from './health-value.ts';
import type { Health } from './schema.ts';

/** Requests past the limit: enough to see it hold, few enough to spend little. */
const past = 5;
/** The key once more, the key with a forged address, and another key. */
const probes = 3;

export interface PlannedQuota {
  name: string;
  limit: number;
  /** What it has left; undefined where nothing tells. */
  room: number | undefined;
}

/** What a burst will do, known before it starts. */
export interface BurstPlan {
  /** Sent at once, for the key. */
  requests: number;
  /** Sent afterwards. */
  probes: number;
  key: string;
  /** The quotas of others that the requests count against as well. */
  quotas: readonly PlannedQuota[];
}

/** Plans a burst: its size follows from the limit, and what shared quotas have left from the health answer. */
export function planBurst(rateLimit: RateLimitSource, health: Health, key: string): BurstPlan {
  return {
    requests: rateLimit.limit + rateLimit.tolerance + past,
    probes,
    key,
    quotas: rateLimit.alsoCounts.map(({ name, limit, reported }) => {
      const used = numberAt(health, reported.used);
      return { name, limit, room: used === undefined ? undefined : Math.max(0, limit - used) };
    }),
  };
}

/** The plan as one line. */
export function wordPlan({ requests, probes: after, key, quotas }: BurstPlan, rateLimit: RateLimitSource): string {
  const touched = quotas.map(({ name, limit, room }) => `${name} ${limit} (${room ?? 'an unknown number'} left)`);
  return `${requests} requests at once for the ${rateLimit.per} ${key}, limit ${rateLimit.limit}, then ${after} more; quotas touched beside it: ${touched.join(', ') || 'none'}`;
}

/** Why the burst does not start; undefined where every quota has room for all of it. */
export function lackOfRoom({ requests, probes: after, quotas }: BurstPlan): string | undefined {
  const needed = requests + after;
  const tight = quotas.find(({ room }) => room === undefined || room < needed);
  if (tight === undefined) return undefined;
  return tight.room === undefined
    ? `how much of the quota ${tight.name} is left is not known, and the burst would spend up to ${needed} of it`
    : `the burst needs room for ${needed} requests, and the quota ${tight.name} has ${tight.room} of ${tight.limit} left`;
}
