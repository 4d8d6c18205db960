import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference } from 'convex/server';
import type { z } from 'zod';
import { NotVerified } from '../../check/not-verified.ts';
import { type DeployedFunction, FunctionSpec, deployedFunctions as functionsOf } from '../../contract/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading, type ReadingContext } from '../../reading/index.ts';
import { convexIdentity } from './read-identity.ts';
import { AdminKey, DeploymentState, ErrorEnvelope } from './schema.ts';

/** `setAdminAuth` is there at run time and left out of the published types (convex 1.48, browser/http_client.ts). */
type AdminClient = ConvexHttpClient & { setAdminAuth(key: string): void };

/** Whether the deployment takes the deploy key, and what the key may do. */
export const convexKey = defineReading({
  name: 'convex.key',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(
    convex,
    { fetch, read },
  ): Promise<{ accepted: true; permissions: readonly string[] | undefined } | { accepted: false; reason: string }> {
    const key = deployKeyOf(convex);
    await requireAnswer(convex, read);
    const response = await fetch(new URL('/api/check_admin_key', convex.url.url).href, {
      headers: { authorization: `Convex ${key}` },
      redirect: 'manual',
    });
    const body = await jsonOf(response);
    const parsed = AdminKey.safeParse(body);
    if (response.status === 200 && parsed.success && parsed.data.success)
      return { accepted: true, permissions: parsed.data.allowedOps };
    const error = ErrorEnvelope.safeParse(body);
    return {
      accepted: false,
      reason: `status ${response.status}${error.success ? ` ${error.data.code}: ${error.data.message}` : ''}`,
    };
  },
});

/** `running`, `paused`, `disabled` or `suspended`, as the deployment says of itself. */
export const convexState = defineReading({
  name: 'convex.state',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  read: async (convex, context): Promise<string> =>
    (await systemQuery(convex, context, '_system/frontend/deploymentState:deploymentState', {}, DeploymentState)).state,
});

/** Every function that is deployed, as the deployment itself lists them. */
export const deployedFunctions = defineReading({
  name: 'convex.functions',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  read: async (convex, context): Promise<readonly DeployedFunction[]> =>
    functionsOf(await systemQuery(convex, context, '_system/cli/modules:apiSpec', {}, FunctionSpec)),
});

/** @throws NotVerified where nothing answers as Convex there: `convex/reachable` says so */
async function requireAnswer(convex: ConvexProfile, read: ReadingContext['read']): Promise<void> {
  const identity = await read(convexIdentity, convex);
  if (!identity.answers)
    throw new NotVerified(
      `${identity.url} does not answer as a Convex deployment (convex/reachable): ${identity.received}`,
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

/** Runs a system query through the official client, on the door's fetch. */
async function systemQuery<Value>(
  convex: ConvexProfile,
  { fetch, read }: ReadingContext,
  path: string,
  args: Record<string, string>,
  schema: z.ZodType<Value>,
): Promise<Value> {
  const key = await read(convexKey, convex);
  if (!key.accepted) {
    throw new NotVerified(
      `${convex.url.value} refuses the deploy key (${convex.deployKey?.origin}): ${key.reason}`,
      `Put a key of this deployment into ${convex.deployKey?.name}.`,
    );
  }
  const client = new ConvexHttpClient(convex.url.url.origin, {
    fetch,
    logger: false,
    skipConvexDeploymentUrlCheck: true,
  }) as AdminClient;
  client.setAdminAuth(deployKeyOf(convex));
  const answer: unknown = await client.query(makeFunctionReference<'query'>(path), args).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'RequestFailure') throw error;
    throw new NotVerified(
      `${convex.url.value} does not answer ${path}: ${(error as Error).message}`,
      'The key needs the permission `deployment:data:view`.',
    );
  });
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new NotVerified(
    `${convex.url.value} answers ${path} in an unknown form: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`,
  );
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
