import path from 'node:path';
import { conceal } from './conceal.ts';
import type { EnvironmentSettings } from './environment-settings.ts';
import { resolveIsolation, resolveNotify } from './isolation-profile.ts';
import type { LoadedDeployment } from './load-deployment.ts';
import { allowedEffects } from './policy.ts';
import type { PagesProfile, Profile, ProfileTable, SmokeProfile, WorkerProfile } from './profile.ts';
import type { DeploymentTable } from './read-deployment-table.ts';
import { resolveConvex } from './resolve-convex.ts';
import type { EnvironmentSource, PagesSource, SmokeSource, WorkerSource } from './schema.ts';
import { resolveCloudflare, resolveGitHub, resolveSync } from './sync-profile.ts';

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
  const { convex, worker, pages, smoke, cloudflare, github } = deployment.platforms;
  const pagesProfile = pages && resolvePages(input, pages);
  return {
    deployment: deployment.name,
    environment,
    class: source.class,
    effects: allowedEffects(source),
    loopback: source.loopback ?? source.class === 'development',
    table: resolveTable(input),
    ...(convex && { convex: resolveConvex(convex, environment, directory, input.settings) }),
    ...(worker && { worker: resolveWorker(input, worker) }),
    ...(pagesProfile && { pages: pagesProfile }),
    ...(smoke && pagesProfile && { smoke: resolveSmoke(input, pagesProfile, smoke) }),
    isolation: resolveIsolation(input.settings, deployment.platforms.isolation),
    ...(deployment.platforms.migration && { migration: deployment.platforms.migration }),
    ...(deployment.notify && { notify: resolveNotify(input.settings, deployment.notify) }),
    ...(cloudflare && { cloudflare: resolveCloudflare(input.settings, cloudflare) }),
    ...(github && { github: resolveGitHub(input.settings, github) }),
    ...(deployment.sync && {
      sync: resolveSync(input.settings, deployment.sync, { name: environment, kind: source.class, directory }),
    }),
    others: [],
    limits: deployment.limits,
    optional: deployment.optional,
    waivers: deployment.waivers,
    directory,
    reportsDirectory: path.resolve(directory, deployment.reports),
  };
}

function resolveTable({ loaded, read, environment, settings }: EnvironmentInput): ProfileTable {
  const { file, targets, keys, flags, versioned } = loaded.deployment.table;
  return conceal(
    {
      file,
      parsed: read.table,
      problems: read.problems,
      targets,
      rules: keys,
      flags: flags[environment] ?? {},
      ...(versioned !== undefined && { versioned }),
      values: read.table.rows.map((row) => settings.tableValue(row)),
    },
    ['parsed'],
  );
}

function resolveWorker({ environment, settings }: EnvironmentInput, source: WorkerSource): WorkerProfile {
  const { url, service, allowedOrigins, ingestToken, redis, retention, durableState, version, ...promised } = source;
  const place = 'platforms.worker';
  return {
    ...promised,
    environment,
    url: settings.setting(url, `${place}.url`),
    ...(service !== undefined && { service }),
    ...(allowedOrigins && { allowedOrigins: settings.setting(allowedOrigins, `${place}.allowedOrigins`) }),
    ...(ingestToken && { ingestToken: settings.credential(ingestToken, `${place}.ingestToken`) }),
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

function resolveSmoke(
  { settings }: EnvironmentInput,
  { environment, url }: PagesProfile,
  { signIn, ...promised }: SmokeSource,
): SmokeProfile {
  const place = 'platforms.smoke.signIn';
  return {
    ...promised,
    environment,
    url,
    ...(signIn && {
      signIn: {
        ...signIn,
        fields: signIn.fields.map(({ label, value }) => ({
          label,
          value: settings.credential(value, `${place}.fields (${label})`),
        })),
      },
    }),
  };
}
