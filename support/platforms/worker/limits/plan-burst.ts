import type { RateLimitSource } from '../../../profile/index.ts';
import { countAt } from '../health/health-value.ts';
import type { Health } from '../schema.ts';
import { sharesItsKey } from './counted-request.ts';
import { mostRequests, refillIn } from './refill.ts';

/** Requests past the limit: enough to see it hold, few enough to spend little. */
const past = 5;
/** Afterwards: the key once more, the key with a forged address, and another key. */
const probes = 3;
/** Before: one request that shows that the quota is not spent already. */
const controls = 1;
/** While a burst is on its way a bucket may fill by so much time. */
const underWayMs = 1_500;

interface PlannedQuota {
  name: string;
  limit: number;
  /** How many of its units each request takes. */
  cost: number;
  /** How many units it has left; undefined where nothing tells. */
  room: number | undefined;
}

/** What a burst will do, known before it starts. */
export interface BurstPlan {
  /** Sent at once, for the key. */
  requests: number;
  /** Sent afterwards. */
  probes: number;
  key: string;
  /** For how many requests the key's own quota has room: for as many as it ever has where only this run has the key; undefined where nothing tells. */
  room: number | undefined;
  /** The quotas of others that the requests count against as well. */
  quotas: readonly PlannedQuota[];
}

/** Plans a burst: its size follows from the limit, and what shared quotas have left from the health answer. */
export function planBurst(rateLimit: RateLimitSource, health: Health, key: string): BurstPlan {
  const spent = sharesItsKey(rateLimit) ? countAt(health, rateLimit.reported.used) : 0;
  const most = mostRequests(rateLimit);
  const room =
    spent === undefined ? undefined : mostRequests({ ...rateLimit, limit: Math.max(0, rateLimit.limit - spent) });
  return {
    requests: (room ?? most) + rateLimit.tolerance + past + Math.min(most, refillIn(rateLimit, underWayMs)),
    probes,
    key,
    room,
    quotas: rateLimit.alsoCounts.map(({ name, limit, cost, reported }) => {
      const used = countAt(health, reported.used);
      return { name, limit, cost, room: used === undefined ? undefined : Math.max(0, limit - used) };
    }),
  };
}

/** The plan as one line, to be read before the burst runs. */
export function wordPlan(
  { requests, probes: after, key, room, quotas }: BurstPlan,
  rateLimit: RateLimitSource,
): string {
  const touched = quotas.map(({ name, limit, room: has }) => `${name} ${has ?? 'unknown'} of ${limit}`).join(', ');
  const own = `${room ?? 'unknown'} of ${mostRequests(rateLimit)}${costs(rateLimit)}`;
  return `${requests} requests at once and ${after} after them, ${ownerOf(rateLimit, key)}; left of its own quota: ${own}; of quotas that others share: ${touched || 'none touched'}`;
}

/** The plan as evidence, for the reports: what was sent, and what shared quotas had left before it. */
export function evidenceOf(
  { requests, quotas }: BurstPlan,
  { per }: RateLimitSource,
): [what: string, number: number][] {
  return [
    ['requests at once', requests],
    ...quotas.map(({ name, room }): [string, number] => [`left of ${name} before the burst for the ${per}`, room ?? 0]),
  ];
}

/** Why the burst does not start; undefined where every quota has room for all of it. */
export function lackOfRoom(
  { requests, probes: after, room, quotas }: BurstPlan,
  { limit, cost, per }: RateLimitSource,
): string | undefined {
  if (room === 0)
    return `the quota of the ${per} is spent already: ${cost === 1 ? 'none' : 'less than one request takes'} of its ${limit} is left to be seen`;
  const sent = controls + requests + after;
  const tight = quotas.find((quota) => quota.room === undefined || quota.room < sent * quota.cost);
  if (tight === undefined) return undefined;
  const needed = sent * tight.cost;
  return tight.room === undefined
    ? `how much of the quota ${tight.name} is left is not known, and the burst would spend up to ${needed} of it`
    : `the burst needs room for ${sent} requests${costs(tight)}, and the quota ${tight.name} has ${tight.room} of ${tight.limit} left`;
}

/** What a request takes, in words, where it is more than one unit. */
export function costs({ limit, cost }: Pick<RateLimitSource, 'limit' | 'cost'>): string {
  return cost === 1 ? '' : `, each of which takes ${cost} of its ${limit} units`;
}

/** Whose quota it is, in words. */
function ownerOf({ per }: RateLimitSource, key: string): string {
  return per === 'ip' ? 'for the address of this machine' : `for the ${per} ${key}`;
}
