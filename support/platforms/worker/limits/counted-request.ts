import type { RateLimitSource, WorkerProfile } from '../../../profile/index.ts';
import { clientHeaders } from '../client-headers.ts';
import { siteOrigin } from '../cors/listed-origins.ts';
import { endpointOf, routeUrl } from '../worker-url.ts';

/** One request that counts against a quota. */
export interface CountedRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

export interface CountedBy {
  worker: WorkerProfile;
  rateLimit: RateLimitSource;
  /** Whose quota it is: a trace, a user, a system; without meaning where the client's address decides. */
  key: string;
  runId: string;
  /** Which of the requests it is, so that it is told from the others in the logs. */
  number: number;
  /** The trace that all requests of another key's quota share; each has its own, where it is left out. */
  trace?: string;
  /** Claims an address that the client does not have. */
  forged?: string;
}

/** Airlock's own system: what it posts is told from what clients post. */
const ownSystem = 'manual';

/** Words one request of a key: a posted log, or what the profile says. */
export function countedRequest({ worker, rateLimit, key, runId, number, trace, forged }: CountedBy): CountedRequest {
  const claimed: Record<string, string> =
    forged === undefined
      ? {}
      : { 'x-forwarded-for': forged, 'x-real-ip': forged, 'true-client-ip': forged, forwarded: `for=${forged}` };
  const origin = siteOrigin(worker);
  if (origin !== undefined) claimed.origin = origin;
  const { request } = rateLimit;
  if (request) {
    return {
      url: routeUrl(worker, request.path),
      method: request.method,
      headers: { ...claimed, ...(request.keyHeader !== undefined && { [request.keyHeader]: key }) },
    };
  }
  const log = {
    trace_id: rateLimit.per === 'trace' ? key : (trace ?? `${runId}-${crypto.randomUUID()}`),
    message: `Airlock counts request ${number} of run ${runId}`,
    level: 'info',
    system: rateLimit.per === 'system' ? key : ownSystem,
    ...(rateLimit.per === 'user' && { user_id: key }),
  };
  return {
    url: endpointOf(worker, 'log'),
    method: 'POST',
    headers: { ...claimed, ...clientHeaders(worker), 'content-type': 'application/json' },
    body: JSON.stringify(log),
  };
}

/** Whether others spend the same quota, and what went before in this run: the address of this machine, and a system. */
export function sharesItsKey({ per }: RateLimitSource): boolean {
  return per === 'ip' || per === 'system';
}

/** A key that no client uses, and that only this run knows; systems are few, so Airlock's own stands for them. */
export function ownKey(rateLimit: RateLimitSource, runId: string, purpose: string): string {
  return rateLimit.per === 'system' ? ownSystem : `${runId}-${purpose}-${crypto.randomUUID()}`;
}

/** A second key; undefined where a client has no second one: it cannot have another address. */
export function anotherKey(rateLimit: RateLimitSource, runId: string): string | undefined {
  if (rateLimit.per === 'ip') return undefined;
  return rateLimit.per === 'system' ? 'worker' : `${runId}-other-${crypto.randomUUID()}`;
}
