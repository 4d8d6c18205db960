import {
  type BackendSurface,
  type DeployedFunction,
  FunctionSpec,
  deployedFunctions as functionsOf,
  type HttpRoute,
  httpRoutesOf,
} from '../../contract/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { deployedSchema } from './read-deployed-schema.ts';
import { DeploymentState } from './schema.ts';
import { systemQuery } from './system-query.ts';

/** The state that the deployment reports: `running`, `paused`, `disabled` or `suspended`. */
export const convexState = defineReading({
  name: 'convex.state',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  read: async (convex, context): Promise<string> =>
    (await systemQuery(convex, context, '_system/frontend/deploymentState:deploymentState', {}, DeploymentState)).state,
});

/** Every function and HTTP action that is deployed, as the deployment itself lists them. */
export const deployedSpec = defineReading({
  name: 'convex.spec',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(convex, context): Promise<{ functions: readonly DeployedFunction[]; routes: readonly HttpRoute[] }> {
    const spec = await systemQuery(convex, context, '_system/cli/modules:apiSpec', {}, FunctionSpec);
    return { functions: functionsOf(spec), routes: httpRoutesOf(spec) };
  },
});

/** Every function that is deployed. */
export const deployedFunctions = defineReading({
  name: 'convex.functions',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  read: async (convex, { read }): Promise<readonly DeployedFunction[]> => (await read(deployedSpec, convex)).functions,
});

/** Functions, HTTP actions and schema of a deployment. */
export const deployedSurface = defineReading({
  name: 'convex.surface',
  effect: 'read',
  key: (convex: ConvexProfile) => convex.url.url.origin,
  async read(convex, { read }): Promise<BackendSurface> {
    const [spec, { schema }] = await Promise.all([read(deployedSpec, convex), read(deployedSchema, convex)]);
    return { ...spec, ...(schema && { schema }) };
  },
});
