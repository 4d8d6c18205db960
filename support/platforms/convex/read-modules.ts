import { existsSync } from 'node:fs';
import { NotVerified } from '../../check/not-verified.ts';
import {
  type DeployedFunction,
  deployedFunctions,
  FunctionSpec,
  type PushedModules,
  pushedModules,
} from '../../contract/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { convexKey, jsonOf, requireKey } from './read-key.ts';
import { ConfigHashes, MountedComponents } from './schema.ts';
import { refusedQuery, systemQuery } from './system-query.ts';

/** The components that are mounted in a deployment, by path, with their states. */
export const mountedComponents = defineReading({
  name: 'convex.components',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  read: (convex, context): Promise<MountedComponents> =>
    systemQuery(convex, context, '_system/frontend/components:list', {}, MountedComponents),
});

/** The functions of a mounted component, as the deployment lists them. */
export const componentFunctions = defineReading({
  name: 'convex.component-functions',
  effect: 'read',
  key: ({ convex, id }: { convex: ConvexProfile; id: string }) => `${convex.url.url.origin} ${id}`,
  read: async ({ convex, id }, context): Promise<readonly DeployedFunction[]> =>
    deployedFunctions(
      await systemQuery(convex, context, '_system/cli/modules:apiSpec', { componentId: id }, FunctionSpec),
    ),
});

/**
 * The hash of every module that is deployed, by its path; undefined where the key may not deploy, since the deployment shows them to no other.
 * Source: convex-backend, crates/local_backend/src/deploy_config.rs: `POST /api/get_config_hashes` reads, and takes the key in its body.
 */
export const moduleHashes = defineReading({
  name: 'convex.module-hashes',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(convex, { fetch, read }): Promise<ReadonlyMap<string, string> | undefined> {
    const key = await read(convexKey, convex);
    if (key.accepted && key.permissions?.includes('Deploy') === false) return undefined;
    const adminKey = await requireKey(convex, read);
    const path = '/api/get_config_hashes';
    const response = await fetch(new URL(path, convex.url.url).href, {
      method: 'POST',
      headers: { authorization: `Convex ${adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ version: '1.48.0', adminKey }),
      redirect: 'manual',
    });
    const body = await jsonOf(response);
    if (response.status === 403) return undefined;
    const parsed = ConfigHashes.safeParse(body);
    if (response.status !== 200 || !parsed.success)
      throw refusedQuery(convex, path, body === undefined ? `status ${response.status}` : JSON.stringify(body));
    return new Map(parsed.data.moduleHashes.map((module) => [module.path, module.hash]));
  },
});

/** The hashes of what a push of the functions folder would send. */
export const localModules = defineReading({
  name: 'convex.local-modules',
  effect: 'offline',
  key: ({ source }: { source: { path: string } }) => source.path,
  async read({
    source: { path, shown },
  }: {
    source: { path: string; shown: string };
  }): Promise<PushedModules & { shown: string }> {
    if (!existsSync(path))
      throw new NotVerified(`${shown} does not exist`, 'Correct platforms.convex.backend in the deployment config.');
    return { ...(await pushedModules(path)), shown };
  },
});
