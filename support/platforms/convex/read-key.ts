import { NotVerified } from '../../check/not-verified.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading, type ReadingContext } from '../../reading/index.ts';
import { readDeployKey } from '../../settings/index.ts';
import { convexIdentity } from './read-identity.ts';
import { AdminKey, ErrorEnvelope } from './schema.ts';

/** What the deploy key may do, or why the deployment refuses it. */
export type KeyReading =
  | { accepted: true; permissions: readonly string[] | undefined }
  | { accepted: false; reason: string; remedy: string };

/** Whether the deployment accepts the deploy key, and what the key may do: `GET /api/check_admin_key`. */
export const convexKey = defineReading({
  name: 'convex.key',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(convex, { fetch, read }): Promise<KeyReading> {
    const key = deployKeyOf(convex);
    const deployment = await requireAnswer(convex, read);
    const ownWords = readDeployKey(key);
    if (ownWords?.opens === 'preview')
      return {
        accepted: false,
        reason: `it is a key for previews of ${ownWords.team}/${ownWords.project} and opens no other deployment (config/credential-mode)`,
        remedy: `Set ${convex.deployKey?.name} to a key of ${deployment}.`,
      };

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
    if (owner === undefined || owner === deployment)
      return {
        accepted: false,
        reason: answer,
        remedy: `Set ${convex.deployKey?.name} to a key of ${deployment}, unless it is the address that is wrong.`,
      };
    return {
      accepted: false,
      reason: `the key belongs to ${owner}, and this is ${deployment} (${answer})`,
      // Which of the two is meant is not for Airlock to say: a new key for a wrong address would finish the mistake.
      remedy: `One of the two is of another deployment. If ${owner} is meant, correct ${convex.url.name}; if ${deployment} is, set ${convex.deployKey?.name} to a key of it.`,
    };
  },
});

/**
 * @returns the value of the deploy key, which the deployment accepts
 * @throws NotVerified where there is none, or it is refused
 */
export async function requireKey(convex: ConvexProfile, read: ReadingContext['read']): Promise<string> {
  const key = await read(convexKey, convex);
  if (key.accepted) return deployKeyOf(convex);
  throw new NotVerified(
    `${convex.url.value} refuses the deploy key (${convex.deployKey?.origin}): ${key.reason}`,
    key.remedy,
    convex.deployKey,
  );
}

/**
 * @returns the deployment's own name
 * @throws NotVerified where the URL does not answer as a Convex deployment: `convex/reachable` reports it
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
      'Set platforms.convex.deployKey to a key with the permission to view data.',
    );
  return convex.deployKey.value;
}

/** The key of a deployment contains its name: `prod:name|secret`. That of a project or a preview does not. */
function deploymentOfKey(key: string): string | undefined {
  const read = readDeployKey(key);
  return read?.opens === 'deployment' ? read.deployment : undefined;
}

export async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
