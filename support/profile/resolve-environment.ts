import path from 'node:path';
import { conceal } from './conceal.ts';
import type { EnvironmentSettings } from './environment-settings.ts';
import type { LoadedDeployment } from './load-deployment.ts';
import { allowedEffects } from './policy.ts';
import type { ConvexProfile, PagesProfile, Profile, ProfileTable, SmokeProfile, WorkerProfile } from './profile.ts';
import type { DeploymentTable } from './read-deployment-table.ts';
import type { ConvexSource, EnvironmentSource, PagesSource, SmokeSource, WorkerSource } from './schema.ts';

/** What one environment is resolved from. */
export interface EnvironmentInput {
  loaded: LoadedDeployment;
  read: DeploymentTable;
  environment: string;
  source: EnvironmentSource;
  settings: EnvironmentSettings;
}

/** One environment's profile, without the others. A mistake in the config is among the settings' problems. */
export function resolveEnvironment(input: EnvironmentInput): Profile {
  const { loaded, environment, source } = input;
  const { deployment, directory } = loaded;
  const { convex, worker, pages, smoke } = deployment.platforms;
  const pagesProfile = pages && resolvePages(input, pages);
  return {
    deployment: deployment.name,
    environment,
    class: source.class,
    effects: allowedEffects(source),
    loopback: source.loopback ?? source.class === 'development',
    table: resolveTable(input),
    ...(convex && { convex: resolveConvex(input, convex) }),
    ...(worker && { worker: resolveWorker(input, worker) }),
    ...(pagesProfile && { pages: pagesProfile }),
    ...(smoke && pagesProfile && { smoke: resolveSmoke(pagesProfile, smoke) }),
    others: [],
    limits: deployment.limits,
    optional: deployment.optional,
    waivers: deployment.waivers,
    directory,
    reportsDirectory: path.resolve(directory, deployment.reports),
  };
}

function resolveTable({ loaded, read, settings }: EnvironmentInput): ProfileTable {
  const { file, targets, keys } = loaded.deployment.table;
  return conceal(
    {
      file,
      parsed: read.table,
      problems: read.problems,
      targets,
      rules: keys,
      values: read.table.rows.map((row) => settings.tableValue(row)),
    },
    ['parsed'],
  );
}

function resolveConvex({ loaded, environment, settings }: EnvironmentInput, source: ConvexSource): ConvexProfile {
  return {
    environment,
    url: settings.setting(source.url, 'platforms.convex.url'),
    deployment: settings.setting(source.deployment, 'platforms.convex.deployment'),
    ...(source.deployKey && { deployKey: settings.credential(source.deployKey, 'platforms.convex.deployKey') }),
    frontends: (source.frontends ?? []).map(({ root, include, exclude }) => ({
      root: path.resolve(loaded.directory, root),
      shown: root,
      ...(include && { include }),
      ...(exclude && { exclude }),
    })),
    deployCommand: source.deployCommand ?? 'npx convex deploy --yes',
  };
}

function resolveWorker({ environment, settings }: EnvironmentInput, source: WorkerSource): WorkerProfile {
  const { url, service, allowedOrigins, redis, retention, durableState, version, ...promised } = source;
  const place = 'platforms.worker';
  return {
    ...promised,
    environment,
    url: settings.setting(url, `${place}.url`),
    ...(service !== undefined && { service }),
    ...(allowedOrigins && { allowedOrigins: settings.setting(allowedOrigins, `${place}.allowedOrigins`) }),
    ...(redis && {
      redis: {
        url: settings.setting(redis.url, `${place}.redis.url`),
        token: settings.credential(redis.token, `${place}.redis.token`),
      },
    }),
    ...(retention && { retention }),
    ...(durableState && { durableState }),
    ...(version && { version: { ...version, commit: settings.setting(version.commit, `${place}.version.commit`) } }),
  };
}

function resolvePages({ environment, settings }: EnvironmentInput, { url, routes }: PagesSource): PagesProfile {
  return { environment, url: settings.setting(url, 'platforms.pages.url'), routes };
}

function resolveSmoke({ environment, url }: PagesProfile, { pages, expectedFailures }: SmokeSource): SmokeProfile {
  return { environment, url, pages, expectedFailures };
}
