import { NotVerified } from '../../check/not-verified.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading, type ReadingContext } from '../../reading/index.ts';
import { convexIdentity } from './read-identity.ts';
import { AdminKey, ErrorEnvelope } from './schema.ts';

/** What a deployment says of the deploy key: what it may do, or why it is refused. */
export type KeyReading =
  | { accepted: true; permissions: readonly string[] | undefined }
  | { accepted: false; reason: string };

/** Whether the deployment takes the deploy key, and what the key may do: `GET /api/check_admin_key`. */
export const convexKey = defineReading({
  name: 'convex.key',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(convex, { fetch, read }): Promise<KeyReading> {
    const key = deployKeyOf(convex);
    const deployment = await requireAnswer(convex, read);
    const response = await fetch(new URL('/api/check_admin_key', convex.url.url).href, {
      headers: { authorization: `Convex ${key}` },
      redirect: 'manual',
    });
    const body = await jsonOf(response);
    const parsed = AdminKey.safeParse(body);
    if (response.status === 200 && parsed.success && parsed.data.success)
      return { accepted: true, permissions: parsed.data.allowedOps };
    const error = ErrorEnvelope.safeParse(body);
    const answer = `status ${response.status}${error.success ? ` ${error.data.code}: ${error.data.message}` : ''}`;
    const owner = deploymentOfKey(key);
    return {
      accepted: false,
      reason:
        owner === undefined || owner === deployment
          ? answer
          : `the key is one of ${owner}, and this is ${deployment} (${answer})`,
    };
  },
});

/**
 * For what needs a key that is taken.
 * @returns the key's value
 * @throws NotVerified where there is none, or it is refused
 */
export async function requireKey(convex: ConvexProfile, read: ReadingContext['read']): Promise<string> {
  const key = await read(convexKey, convex);
  if (key.accepted) return deployKeyOf(convex);
  throw new NotVerified(
    `${convex.url.value} refuses the deploy key (${convex.deployKey?.origin}): ${key.reason}`,
    `Put a key of this deployment into ${convex.deployKey?.name}.`,
  );
}

/**
 * @returns the deployment's own name
 * @throws NotVerified where nothing answers as Convex there: `convex/reachable` says so
 */
export async function requireAnswer(convex: ConvexProfile, read: ReadingContext['read']): Promise<string> {
  const identity = await read(convexIdentity, convex);
  if (identity.answers) return identity.name;
  throw new NotVerified(
    `${identity.url} of ${convex.environment} does not answer as a Convex deployment (convex/reachable): ${identity.received}`,
  );
}

function deployKeyOf(convex: ConvexProfile): string {
  if (convex.deployKey === undefined)
    throw new NotVerified(
      'the config names no deploy key',
      'Give platforms.convex.deployKey, a key with the permission to view data.',
    );
  return convex.deployKey.value;
}

/** A deployment key holds its deployment's name: `prod:name|secret`. A project's or a preview's key does not. */
function deploymentOfKey(key: string): string | undefined {
  return /^(?:(?:prod|dev):)?([a-z0-9-]+)\|/i.exec(key)?.[1]?.toLowerCase();
}

export async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
