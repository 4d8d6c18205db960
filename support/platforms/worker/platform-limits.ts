import { z } from 'zod';
import { Milliseconds, Path, strict } from '../../settings/index.ts';

/** Where a value stands in the health answer: `components.rate_limiter.config.perTrace`. */
export const HealthPath = z.string().regex(/^[^.]+(\.[^.]+)*$/, 'names of fields, with dots between them');

/** Where `/health` tells a quota's configured limit, and how much of it is used. */
const Reported = strict({
  /** Where the configured limit is told. @example "limits.trace.limit" */
  limit: HealthPath.optional(),
  /** Where the documented limit is told beside the configured one, as a number or as text: `1000/hour`. */
  documented: HealthPath.optional(),
  /** Where the used part of it is told. A count that is absent while the limiter is well is zero. @example "limits.trace.used" */
  used: HealthPath.optional(),
  /** Where the length of the window is told, as a number of milliseconds or seconds, or as text: `1h`, `60 s`, `minute`, `PT1M`. */
  window: HealthPath.optional(),
});

/** Most limiters take one unit for each request; some take more, by the route or by what it asks for. */
const Cost = z.number().int().positive().default(1);

/** A quota that a request counts against beside its own: shared with real clients. */
export const SharedQuota = strict({
  /** What findings call it. @example "global" */
  name: z.string().min(1),
  /** The most that it accepts in a window. @example 1000 */
  limit: z.number().int().positive(),
  /** How many units of it one request takes. */
  cost: Cost,
  /** Where `/health` tells it. */
  reported: Reported.prefault({}),
});
export type SharedQuota = z.infer<typeof SharedQuota>;

/** How a request is made that counts, where it is not a posted log. */
export const CountedRequest = strict({
  /** The method of the request. */
  method: z.enum(['GET', 'POST']).default('GET'),
  /** The path of the request. @example "/search" */
  path: Path,
  /** The header that says whose quota is counted; left out where the client's address does. @example "x-api-key" */
  keyHeader: z.string().min(1).optional(),
});
export type CountedRequest = z.infer<typeof CountedRequest>;

export const RateLimitSource = strict({
  /** What the quota is counted by. */
  per: z.enum(['trace', 'system', 'user', 'ip']),
  /** How requests are counted. */
  algorithm: z.enum(['fixed-window', 'sliding-window', 'token-bucket']).default('fixed-window'),
  /** The most that a window, or a full bucket, accepts. @example 20 */
  limit: z.number().int().positive(),
  /** How many units of the limit one request takes: of 100 units and a cost of 5, 20 requests are accepted. */
  cost: Cost,
  /** The window's length; of a bucket, the time in which it fills up from empty. @example 60000 */
  windowMs: Milliseconds,
  /** How far a limiter that is approximate by design may miss its limit, in requests; an exact one by none. */
  tolerance: z.number().int().nonnegative().default(0),
  /** The name that the limit has in `RateLimit` and `RateLimit-Policy`. @example "per-trace" */
  name: z.string().min(1).optional(),
  /** Where `/health` tells the limit. */
  reported: Reported.prefault({}),
  /** Quotas that the same request counts against as well. */
  alsoCounts: z.array(SharedQuota).default([]),
  /** What a refusal promises. */
  refusal: strict({
    /** The status of a refusal: below 400 where only the body tells it (`success`). */
    status: z.number().int().min(200).max(599).default(429),
    /** A refusal tells when to try again (`Retry-After`). */
    retryAfter: z.boolean().default(true),
  }).prefault({}),
  /** The headers that tell a client of its quota; none where nothing is promised. */
  headers: z.array(z.enum(['ratelimit', 'x-ratelimit'])).default([]),
  /** What happens to a request while the limiter itself cannot be reached. */
  whenUnreachable: z.enum(['open', 'closed']).optional(),
  /** A posted log, where it is left out. */
  request: CountedRequest.optional(),
}).refine(({ limit, cost }) => cost <= limit, {
  path: ['cost'],
  error: 'one request takes more than the whole limit, so that none would ever be accepted',
});
export type RateLimitSource = z.infer<typeof RateLimitSource>;
