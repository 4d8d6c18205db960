import path from 'node:path';
import type { z } from 'zod';
import { platforms } from '../platforms/registry.ts';
import { resolveSection } from '../settings/index.ts';
import { conceal } from './conceal.ts';
import type { LoadedDeployment } from './load-deployment.ts';
import { allowedEffects } from './policy.ts';
import type { PagesProfile, PlatformName, PlatformProfiles, Profile, ProfileTable, SmokeProfile } from './profile.ts';
import type { EnvironmentSource } from './schema.ts';
import { IsolationSource } from './sections/isolation.ts';
import { NotifySource } from './sections/notify.ts';
import { resolveSync } from './sections/resolve-sync.ts';
import { SmokeSource } from './sections/smoke.ts';
import type { EnvironmentSettings } from './values/environment-settings.ts';
import type { DeploymentTable } from './values/read-deployment-table.ts';

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
  const { loaded, environment, source, settings } = input;
  const { deployment, directory } = loaded;
  const { smoke, isolation, migration } = deployment.platforms;
  const sections = resolvePlatforms(input);
  return {
    deployment: deployment.name,
    environment,
    class: source.class,
    effects: allowedEffects(source),
    loopback: source.loopback ?? source.class === 'development',
    table: resolveTable(input),
    ...sections,
    ...(smoke && sections.pages && { smoke: resolveSmoke(input, sections.pages, smoke) }),
    isolation: resolveSection(IsolationSource, isolation, 'platforms.isolation', settings),
    ...(migration && { migration }),
    ...(deployment.notify && { notify: resolveSection(NotifySource, deployment.notify, 'notify', settings) }),
    ...(deployment.sync && {
      sync: resolveSync(deployment.sync, { name: environment, class: source.class, directory }, settings),
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

/** Every platform of the registry that the config has. */
function resolvePlatforms({ loaded, environment, settings }: EnvironmentInput): PlatformProfiles {
  const configured: Partial<Record<PlatformName, unknown>> = loaded.deployment.platforms;
  const names = (Object.keys(platforms) as PlatformName[]).filter((name) => configured[name] !== undefined);
  return Object.fromEntries(
    names.map((name) => {
      const schema: z.ZodType = platforms[name].settings;
      const section = resolveSection(schema, configured[name], `platforms.${name}`, settings);
      return [name, { ...(section as object), environment }];
    }),
  );
}

function resolveSmoke(
  { settings }: EnvironmentInput,
  { environment, url }: PagesProfile,
  source: SmokeSource,
): SmokeProfile {
  return { ...resolveSection(SmokeSource, source, 'platforms.smoke', settings), environment, url };
}
