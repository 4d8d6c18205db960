import path from 'node:path';
import type { ConvexProfile, NamedPath } from './convex-profile.ts';
import type { ConvexSource } from './convex-source.ts';
import type { EnvironmentSettings } from './environment-settings.ts';

/**
 * The Convex part of an environment's profile.
 * @param directory the folder of the config: paths in it are relative to this
 */
export function resolveConvex(
  source: ConvexSource,
  environment: string,
  directory: string,
  settings: EnvironmentSettings,
): ConvexProfile {
  const named = (shown: string): NamedPath => ({ path: path.resolve(directory, shown), shown });
  const { backend, canaryQuery, promotedFrom } = source;
  return {
    environment,
    url: settings.setting(source.url, 'platforms.convex.url'),
    deployment: settings.setting(source.deployment, 'platforms.convex.deployment'),
    ...(source.deployKey && { deployKey: settings.credential(source.deployKey, 'platforms.convex.deployKey') }),
    frontends: (source.frontends ?? []).map(({ root, include, exclude }) => ({
      root: path.resolve(directory, root),
      shown: root,
      ...(include && { include }),
      ...(exclude && { exclude }),
    })),
    deployCommand: source.deployCommand ?? 'npx convex deploy --yes',
    ...(backend && {
      backend:
        'source' in backend
          ? { source: named(backend.source) }
          : 'functionSpec' in backend
            ? { functionSpec: named(backend.functionSpec) }
            : backend,
    }),
    httpRoutes: source.httpRoutes,
    optionalVariables: source.optionalVariables,
    ...(canaryQuery && { canaryQuery }),
    ...(promotedFrom && {
      promotedFrom: {
        environment: promotedFrom.environment,
        live: promotedFrom.live,
        ...(promotedFrom.functionSpec !== undefined && { functionSpec: named(promotedFrom.functionSpec) }),
      },
    }),
    readsFrom: [
      ...(backend && 'environment' in backend ? [backend.environment] : []),
      ...(promotedFrom?.live ? [promotedFrom.environment] : []),
    ].filter((other) => other !== environment),
    liveSite: source.liveSite,
  };
}
