import { z } from 'zod';
import { Deadline, Milliseconds, Path } from './field-forms.ts';
import { SettingSource } from './setting-source.ts';
import { strict } from './strict-object.ts';

/** Where a value stands in the health answer: `components.rate_limiter.config.perTrace`. */
const HealthPath = z.string().regex(/^[^.]+(\.[^.]+)*$/, 'names of fields, with dots between them');

/** A status in the health answer. */
const HealthWord = z.union([z.string().min(1), z.boolean()]);

/** Where `/health` tells a quota's configured limit, and how much of it is used. */
const Reported = strict({ limit: HealthPath.optional(), used: HealthPath.optional() });

/** A quota that a request counts against beside its own: shared with real clients. */
export const SharedQuota = strict({
  name: z.string().min(1),
  limit: z.number().int().positive(),
  reported: Reported.prefault({}),
});
export type SharedQuota = z.infer<typeof SharedQuota>;

/** How a request is made that counts, where it is not a posted log. */
export const CountedRequest = strict({
  method: z.enum(['GET', 'POST']).default('GET'),
  path: Path,
  /** The header that says whose quota is counted; left out where the client's address does. */
  keyHeader: z.string().min(1).optional(),
});
export type CountedRequest = z.infer<typeof CountedRequest>;

export const RateLimitSource = strict({
  /** What the quota is counted by. */
  per: z.enum(['trace', 'system', 'user', 'ip']),
  algorithm: z.enum(['fixed-window', 'sliding-window', 'token-bucket']).default('fixed-window'),
  /** The most that a window, or a full bucket, accepts. */
  limit: z.number().int().positive(),
  /** The window's length; of a bucket, the time in which it fills up from empty. */
  windowMs: Milliseconds,
  /** How far a limiter that is approximate by design may miss its limit, in requests; an exact one by none. */
  tolerance: z.number().int().nonnegative().default(0),
  /** The name that the limit has in `RateLimit` and `RateLimit-Policy`. */
  name: z.string().min(1).optional(),
  /** Where `/health` tells the limit. */
  reported: Reported.prefault({}),
  /** Quotas that the same request counts against as well. */
  alsoCounts: z.array(SharedQuota).default([]),
  /** What a refusal promises. */
  refusal: strict({
    status: z.number().int().min(400).max(599).default(429),
    retryAfter: z.boolean().default(true),
  }).prefault({}),
  /** The headers that tell a client of its quota; none where nothing is promised. */
  headers: z.array(z.enum(['ratelimit', 'x-ratelimit'])).default([]),
  /** What happens to a request while the limiter itself cannot be reached. */
  whenUnreachable: z.enum(['open', 'closed']).optional(),
  /** A posted log, where it is left out. */
  request: CountedRequest.optional(),
});
export type RateLimitSource = z.infer<typeof RateLimitSource>;

/** A route that only an administrator may use. */
export const AdminRoute = strict({
  path: Path,
  /** The method that does the work, and that Airlock never sends. */
  method: z.enum(['DELETE', 'POST', 'PUT', 'PATCH']).default('DELETE'),
  /**
   * The Worker asks who calls before it looks at the method. A harmless method without a token then shows whether the
   * route is protected; without this promise a 405 leaves it open.
   */
  authenticatesFirst: z.boolean().default(false),
});
export type AdminRoute = z.infer<typeof AdminRoute>;

const observedEndpoints = {
  health: '/health',
  log: '/log',
  logs: '/logs',
  recent: '/traces/recent',
} as const;

export const WorkerSource = strict({
  url: SettingSource,
  /** The name by which the Worker calls itself in `GET /` and `/health`. */
  service: z.string().optional(),
  /** Comma separated. `*` lets every origin in; empty, none. */
  allowedOrigins: SettingSource.optional(),
  /** One Worker serves several environments: then their origins are allowed, not refused. */
  sharing: z.enum(['isolated', 'shared']).default('isolated'),
  /** Whose answer to a GET pages read, where it is not the health answer; an answer of 404 or 405 tells its headers too. */
  corsPath: Path.optional(),
  /** Request headers that a browser's preflight asks for. */
  corsHeaders: z.array(z.string().min(1)).default(['content-type']),
  /** Methods that pages use on the route of logs; each is asked for by a preflight of its own. */
  corsMethods: z
    .array(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']))
    .min(1)
    .default(['POST']),
  endpoints: strict({
    health: Path.default(observedEndpoints.health),
    log: Path.default(observedEndpoints.log),
    /** Gives a trace's logs for the query parameter `trace_id`. */
    logs: Path.default(observedEndpoints.logs),
    /** The traces that were last written to; `false` where the Worker has no such list. */
    recent: z.union([Path, z.literal(false)]).default(observedEndpoints.recent),
  }).prefault({}),
  /** What a client has to show to post and read logs, as `Authorization: Bearer`; left out where anyone may. */
  ingestToken: SettingSource.optional(),
  /** How the health answer is worded: where its statuses stand, and the words (or booleans) that they are. */
  health: strict({
    status: HealthPath.default('status'),
    components: HealthPath.default('components'),
    /** Where a component that is an object says how it is; one that is a word or a boolean says it itself. */
    componentStatus: HealthPath.default('status'),
    healthy: z.array(HealthWord).min(1).default(['healthy']),
    degraded: z.array(HealthWord).default(['degraded']),
  }).prefault({}),
  /** The components that `/health` must report as healthy. */
  components: z.array(z.string()).default(['redis', 'rate_limiter']),
  /** How long a health answer may take, the making of the connection apart. */
  healthLatency: strict({
    probes: z.number().int().min(1).max(50).default(5),
    medianMs: Milliseconds.default(1_000),
    p95Ms: Milliseconds.default(2_500),
  }).prefault({}),
  /** How long a posted log may take until it is found. */
  ingestWithinMs: Deadline.default(5_000),
  /** Secrets in a posted log are stored redacted. */
  redactsSecrets: z.boolean().default(true),
  /** Messages that are answered with success and not stored. */
  noise: z.array(z.string().min(1)).default([]),
  /** Kinds of bad input that this Worker takes, knowingly. */
  takesBadInput: z.array(z.string()).default([]),
  rateLimits: z.array(RateLimitSource).default([]),
  /** How long a check waits for a window to end. */
  recoveryWithinMs: Deadline.default(5_000),
  /** A route that moves the limiter's clock on: `POST` with `{ advance_ms }`. Only a test deployment has one. */
  testClock: Path.optional(),
  adminRoutes: z.array(AdminRoute).default([{ path: '/logs/clear', method: 'DELETE', authenticatesFirst: false }]),
  /** The Redis in which the logs stand. */
  redis: strict({ url: SettingSource, token: SettingSource }).optional(),
  /** How long a log is kept, and under which key: `{trace_id}` stands for the trace. */
  retention: strict({
    seconds: z.number().int().positive(),
    key: z.string().includes('{trace_id}').default('logs:{trace_id}'),
  }).optional(),
  /** Where `/health` tells the version of the stored state, and the one that the code knows. */
  durableState: strict({ stored: HealthPath, known: z.union([HealthPath, z.number().int()]) }).optional(),
  /** The commit that is meant to be deployed, and where the Worker tells its own. */
  version: strict({
    commit: SettingSource,
    health: HealthPath.optional(),
    header: z.string().min(1).optional(),
  })
    .refine(({ health, header }) => health !== undefined || header !== undefined, {
      error: 'a version is told by the health answer (`health`) or by a header (`header`)',
    })
    .optional(),
});
export type WorkerSource = z.infer<typeof WorkerSource>;
