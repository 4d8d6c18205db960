import type { z } from 'zod';
import { platforms } from '../platforms/registry.ts';
import { resolveSection } from '../settings/index.ts';
import { conceal } from './conceal.ts';
import type { LoadedDeployment } from './load-deployment.ts';
import { configuredSections, platformNames, type Section } from './platform-shape.ts';
import { allowedEffects } from './policy.ts';
import type {
  PagesProfile,
  PlatformProfiles,
  Profile,
  ProfileTable,
  SectionIdentity,
  SmokeProfile,
} from './profile.ts';
import { projectReports } from './reports-folder.ts';
import type { EnvironmentSource } from './schema.ts';
import { IsolationSource } from './sections/isolation.ts';
import { NotifySource } from './sections/notify.ts';
import { resolveSync } from './sections/resolve-sync.ts';
import { SmokeSource } from './sections/smoke.ts';
import { named } from './sections-of.ts';
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
  const site = smoke && named(sections.sites, smoke.site);
  return {
    deployment: deployment.name,
    environment,
    class: source.class,
    effects: allowedEffects(source),
    loopback: source.loopback ?? source.class === 'development',
    table: resolveTable(input),
    ...sections,
    ...(smoke && site && { smoke: resolveSmoke(input, smoke, site) }),
    isolation: resolveSection(IsolationSource, isolation, 'platforms.isolation', settings),
    ...(migration && { migration }),
    ...(deployment.delivery && { delivery: deployment.delivery }),
    ...(deployment.notify && { notify: resolveSection(NotifySource, deployment.notify, 'notify', settings) }),
    ...(deployment.sync && {
      sync: resolveSync(
        deployment.sync,
        {
          name: environment,
          class: source.class,
          directory,
          sharesBackend: source.sharesBackendOf !== undefined,
          hasColumn: input.read.table.environments.includes(environment),
        },
        settings,
      ),
    }),
    others: [],
    limits: deployment.limits,
    optional: deployment.optional,
    adopt: deployment.adopt,
    waivers: deployment.waivers,
    directory,
    reportsDirectory: projectReports(loaded, environment),
  };
}

function resolveTable({ loaded, read, environment, settings }: EnvironmentInput): ProfileTable {
  const { file, targets, keys, flags, knownDeployments, versioned } = loaded.deployment.table;
  return conceal(
    {
      file,
      parsed: read.table,
      problems: read.problems,
      targets,
      rules: keys,
      flags: flags[environment] ?? {},
      knownDeployments,
      ...(versioned !== undefined && { versioned }),
      values: read.table.rows.map((row) => settings.tableValue(row)),
    },
    ['parsed'],
  );
}

/** Every platform of the registry: what the config has of it. */
function resolvePlatforms(input: EnvironmentInput): PlatformProfiles {
  const configured = input.loaded.deployment.platforms;
  const resolved = platformNames.map((platform) => {
    const sections = configuredSections(configured, platform).map((section) => resolvePlatform(input, section));
    const { several } = platforms[platform];
    return several === undefined ? [platform, sections[0]] : [several, sections];
  });
  return Object.fromEntries(resolved.filter(([, value]) => value !== undefined));
}

function resolvePlatform({ environment, settings }: EnvironmentInput, section: Section): SectionIdentity {
  const { platform, name, place } = section;
  const { title, settings: schema } = platforms[platform];
  const called = name === undefined ? title : `${title} ${name}`;
  return {
    ...(resolveSection(schema as z.ZodType, section.settings, place, settings) as object),
    platform,
    environment,
    name: name ?? platform,
    place,
    called,
    ...(name !== undefined && { label: called.replace(/^the /, '') }),
  };
}

function resolveSmoke(
  { environment, settings }: EnvironmentInput,
  source: SmokeSource,
  site: PagesProfile,
): SmokeProfile {
  return { ...resolveSection(SmokeSource, source, 'platforms.smoke', settings), environment, site, url: site.url };
}
