import { z } from 'zod';
import {
  address,
  below,
  credential,
  Deadline,
  type DestructiveRoute,
  definePlatform,
  file,
  Milliseconds,
  origins,
  Path,
  partner,
  type Setting,
  setting,
  strict,
} from '../../settings/index.ts';
import { Access, BasicAuth, EntryHeaders } from '../pages/platform-entry.ts';
import { endpointPath } from './platform-endpoints.ts';
import { HealthShape } from './platform-health.ts';
import { badInputNames, commonBadInput, RedactedSamples, strangerNames } from './platform-input.ts';
import { HealthPath, RateLimitSource } from './platform-limits.ts';

/** A route that only an administrator may use. */
export const AdminRoute = strict({
  /** The path of the route, with its query where that decides. @example "/logs" */
  path: Path.refine((path) => !path.includes('*'), 'one route, without a `*`: name each route that deletes'),
  /** The method that does the work. It is sent only where the environment allows `destructive`. */
  method: z.enum(['DELETE', 'POST', 'PUT', 'PATCH']).default('DELETE'),
  /**
   * The Worker asks who calls before it looks at the method. A GET without a token then shows whether the route is
   * protected. Without this promise nothing is ever sent there, since the route may delete by any method.
   */
  authenticatesFirst: z.boolean().default(false),
  /** The header in which an administrator shows the token, without `Bearer`. Left out: `Authorization`. @example "x-admin-token" */
  header: z.string().min(1).optional(),
  /** The query parameter in which an administrator shows the token, where it is not shown in a header. @example "token" */
  query: z.string().min(1).optional(),
}).refine(({ header, query }) => header === undefined || query === undefined, {
  path: ['query'],
  error: 'the token is shown in a header or in the query, and both are named',
});
export type AdminRoute = z.infer<typeof AdminRoute>;

/** What `destroys` reads of the section. */
interface Routes {
  adminRoutes: readonly AdminRoute[];
  endpoints: { health: string; log?: string | undefined; logs?: string | undefined; recent: string | false };
}

/**
 * Which methods may be sent to routes that delete, where `destructive` is not allowed. A path that the config names as an
 * endpoint too (`DELETE /logs` beside `GET /logs`) is used as that endpoint.
 */
function destroys({ adminRoutes, endpoints: { health, log, logs, recent } }: Routes): DestructiveRoute[] {
  return adminRoutes.map(({ path, method, authenticatesFirst }) => {
    const isSame = (other: string | false | undefined) =>
      other !== undefined && other !== false && bare(other) === bare(path);
    const isRead = authenticatesFirst || [health, logs, recent].some(isSame);
    const isPosted = isSame(log) && method !== 'POST';
    return {
      path,
      harmless: [
        ...(isRead || isPosted ? ['OPTIONS'] : []),
        ...(isRead ? ['GET', 'HEAD'] : []),
        ...(isPosted ? ['POST'] : []),
      ],
    };
  });
}

function bare(path: string): string {
  return path.toLowerCase().replace(/\/+$/, '');
}

export const worker = definePlatform({
  name: 'worker',
  several: 'workers',
  title: 'the Worker',
  isShared: ({ sharing }) => sharing === 'shared',
  settings: {
    /** Where the Worker answers. */
    url: address({ reachedByPages: true, destroys }),
    /** A service token of Cloudflare Access, where it is behind it. Sent to its origin only. */
    access: Access.optional(),
    /** Headers of every request to its origin, by name: a bypass token, a cookie. @example {"x-bypass-token":{"key":"BYPASS_TOKEN"}} */
    headers: EntryHeaders,
    /** A name and a password, where it asks for HTTP Basic authentication. */
    basicAuth: BasicAuth.optional(),
    /** A file of certificates (PEM) that are trusted for its origin besides the public ones. @example "certs/acme-ca.pem" */
    ca: file().optional(),
    /** The site whose pages call it, where there are several. @example "app" */
    site: partner('pages'),
    /** The name by which the Worker calls itself in `GET /` and `/health`. @example "log-worker" */
    service: z.string().optional(),
    /** Comma separated. `*` lets every origin in; empty, none. Left out: no page calls the Worker, and CORS is not checked. */
    allowedOrigins: origins().optional(),
    /** One Worker serves several environments: then their origins are allowed, not refused. */
    sharing: z.enum(['isolated', 'shared']).default('isolated'),
    /**
     * The routes whose answer to a GET pages read, one or several. Left out: the health answer, and the logs and recent traces
     * where they answer any page. An answer of 404 or 405 tells its headers too.
     * @example ["/health","/logs"]
     */
    corsPath: z.union([Path, z.array(Path).min(1)]).optional(),
    /** Request headers that a browser's preflight asks for. */
    corsHeaders: z.array(z.string().min(1)).default(['content-type']),
    /**
     * Methods that pages use on the route of logs, or on the first of `corsPath` where there is none; each is asked for by a
     * preflight of its own. Left out: POST on the route of logs, GET on another.
     */
    corsMethods: z
      .array(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']))
      .min(1)
      .optional(),
    /** The paths that clients use. */
    endpoints: strict({
      /** Tells how the Worker is. */
      health: Path.default('/health'),
      /** Takes a log by POST; left out where the Worker takes none. @example "/log" */
      log: Path.optional(),
      /** Returns a trace's logs for the query parameter `trace_id`; left out where the Worker returns none. @example "/logs" */
      logs: Path.optional(),
      /** The traces that were last written to; `false` where the Worker has no such list. */
      recent: z.union([Path, z.literal(false)]).default(false),
    }).prefault({}),
    /** What a client has to show to post and read logs, as `Authorization: Bearer`; left out where anyone may. */
    ingestToken: credential({
      called: "Worker's client token",
      // A search for a trace that nobody wrote: it is answered with none.
      opens: ({ url, endpoints }: { url: Setting; endpoints: { logs?: string } }) => ({
        call: 'Worker, logs of a trace',
        at: () => below(url, `${endpointPath(endpoints, 'logs')}?trace_id=airlock-tries-a-token`),
      }),
    }).optional(),
    /**
     * How the health answer is worded. The common forms need no word: `ok`, `{ status: 'ok' }`, `{ ok: true }`, `UP`, 204, `{ code: 0 }`,
     * `application/health+json`, components as an object, a list or fields beside the status.
     */
    health: HealthShape.prefault({}),
    /** The components that `/health` must report. @example ["redis"] */
    components: z.array(z.string()).default([]),
    /** How long a health answer may take, the making of the connection apart. */
    healthLatency: strict({
      /** How many health answers are timed. */
      probes: z.number().int().min(1).max(50).default(5),
      /** The most that the median may be. */
      medianMs: Milliseconds.default(1_000),
      /** The most that the 95th percentile may be. */
      p95Ms: Milliseconds.default(2_500),
    }).prefault({}),
    /** How long a posted log may take until it is found. */
    ingestWithinMs: Deadline.default(5_000),
    /**
     * What the Worker promises to redact before it stores a log, one sample each; nothing where left out. `commonSecrets` is a
     * set of samples: tokens, passwords and cookies.
     */
    redacts: RedactedSamples.default([]),
    /**
     * Where the answer to a posted log says that it was taken. Left out: any 2xx without a sign of failure (`success` or `ok`
     * that is false, an `error`), so that 202, 204, `{ ok: true }` and plain text need no word.
     */
    success: strict({
      /** The name of the field in the answer. */
      field: HealthPath.default('success'),
      /** The values that mean that it was taken. */
      values: z
        .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
        .min(1)
        .default([true]),
    }).optional(),
    /** Messages that are answered with success and not stored. @example ["ResizeObserver loop limit exceeded"] */
    noise: z.array(z.string().min(1)).default([]),
    /** Kinds of bad input that the Worker promises to refuse, by name (`docs/worker.md` lists them). */
    refusesBadInput: z
      .array(z.enum(badInputNames))
      .min(1)
      .default([...commonBadInput]),
    /** Kinds among them that this Worker takes, knowingly; and of a post without the token. @example ["unknown-level"] */
    takesBadInput: z.array(z.enum([...badInputNames, ...strangerNames])).default([]),
    /** The limits that the Worker promises. */
    rateLimits: z.array(RateLimitSource).default([]),
    /** How long a check waits for a window to end. */
    recoveryWithinMs: Deadline.default(5_000),
    /** A route that moves the limiter's clock on: `POST` with `{ advance_ms }`. Only a test deployment has one. @example "/test/clock" */
    testClock: Path.optional(),
    /** Routes that must refuse everybody but an administrator. */
    adminRoutes: z.array(AdminRoute).default([]),
    /**
     * The verdict of a development environment that allows `destructive` (its `reports/<deployment>/<environment>/verdict.json`): what it proved of a
     * commit counts here, where the Worker reports the same commit (`version`).
     * @example "reports/acme/dev/verdict.json"
     */
    adminRoutesProof: file().optional(),
    /** The Redis in which the logs stand. */
    redis: strict({
      /** Its address, as Redis over REST (Upstash). */
      url: address(),
      /** The token with which Airlock reads and writes there. */
      token: credential({
        called: 'Redis token',
        opens: ({ url }: { url: Setting }) => ({ call: 'Upstash, PING', at: () => below(url, '/ping') }),
      }),
    }).optional(),
    /** How long a log is kept, and under which key: `{trace_id}` stands for the trace. */
    retention: strict({
      /** How long a log is kept, in seconds. @example 604800 */
      seconds: z.number().int().positive(),
      /** The key of a trace's logs in Redis. */
      key: z.string().includes('{trace_id}').default('logs:{trace_id}'),
    }).optional(),
    /** Where `/health` tells the version of the stored state, and the one that the code knows. */
    durableState: strict({
      /** Where the version of the stored state is told. @example "state.stored" */
      stored: HealthPath,
      /** Where the version that the code knows is told, or that version itself, or the list of those that it reads. @example "state.known" */
      known: z.union([HealthPath, z.number().int(), z.array(z.number().int()).min(1)]),
    }).optional(),
    /** The commit that is meant to be deployed, and where the Worker tells its own. */
    version: strict({
      /** The commit that is meant to be deployed. */
      commit: setting({ knownToOneRun: true }),
      /** Where the health answer tells the commit. @example "version" */
      health: HealthPath.optional(),
      /** The response header that tells the commit. @example "x-version" */
      header: z.string().min(1).optional(),
    })
      .refine(({ health, header }) => health !== undefined || header !== undefined, {
        error: 'a version is told by the health answer (`health`) or by a header (`header`)',
      })
      .optional(),
  },
});
export type WorkerInput = z.input<typeof worker.settings>;
