import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { ClearProof } from '../../support/platforms/worker/read-clear-proof.ts';
import type { StoredKeyReading } from '../../support/platforms/worker/read-stored-key.ts';
import type { AdminRoute, Profile, WorkerProfile } from '../../support/profile/index.ts';

/**
 * Whether a planted log survived every call without the right token, and the route's own method was refused.
 * @throws NotVerified where the method is answered with neither a refusal nor success
 */
export function judgeClearProof({ url, attempts }: ClearProof, route: AdminRoute): Finding[] {
  const findings = attempts.flatMap(({ method, as, status, text, deleted }): Finding[] => {
    const isSuccess = method === route.method && status >= 200 && status <= 299;
    if (!deleted && !isSuccess) return [];
    return [
      {
        what: deleted
          ? `${method} ${route.path} deletes for a caller ${as}`
          : `${route.path} answers a caller ${as} with success`,
        expected: 'status 401 or 403, and the planted log is still there',
        received: `status ${status}: ${text}; the planted log is ${deleted ? 'gone' : 'still there'}`,
        from: [`${method} ${url}, ${as}`],
      },
    ];
  });
  const unclear = attempts.find(({ method, status }) => method === route.method && status !== 401 && status !== 403);
  if (findings.length === 0 && unclear)
    throw new NotVerified(
      `${route.method} ${url} ${unclear.as} is answered status ${unclear.status}, which is neither a refusal nor success: ${unclear.text}`,
      unclear.status === 404
        ? `Where the Worker has no ${route.path}, leave it out of \`platforms.worker.adminRoutes\` (\`[]\`).`
        : undefined,
    );
  return findings;
}

/** Which other environment would lose its logs too; undefined where the config tells of none. */
export function sharedWith({ environment, others }: Profile, worker: WorkerProfile): string | undefined {
  if (worker.sharing === 'shared')
    return `\`platforms.worker.sharing\` is \`shared\`: ${environment} has no Worker of its own`;
  const addresses = (each: WorkerProfile) =>
    [each.url, each.redis?.url].flatMap((url) => (url?.isSet ? url.url.origin : []));
  const own = addresses(worker);
  for (const other of others) {
    const shared = other.workers.flatMap(addresses).find((origin) => own.includes(origin));
    if (shared !== undefined) return `${shared} is also named by ${other.environment}`;
  }
  return undefined;
}

/**
 * For a Worker whose Redis the config names: the logs that it takes are in that Redis, so that deleting here deletes here.
 * @throws NotVerified where they are not
 */
export function requireOwnStore({ ttlSeconds, isFound, url, key }: StoredKeyReading, worker: WorkerProfile): void {
  if (ttlSeconds !== -2) return;
  throw new NotVerified(
    `a log that was posted to the Worker of ${worker.environment} is ${isFound ? 'given back by it, and ' : ''}not in the Redis of ${worker.environment} (${url} has no key ${key}): deleting here may delete the logs of another environment, so nothing was called`,
    "Set the Worker's UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN to those of its own environment.",
  );
}
