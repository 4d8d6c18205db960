import { suggestName } from '../text/suggest-name.ts';
import { ConfigurationError, type ConfigurationProblem, configurationError } from './configuration-error.ts';
import type { LoadedDeployment } from './load-deployment.ts';
import type { Profile } from './profile.ts';
import { resolveEnvironment } from './resolve-environment.ts';
import type { EnvironmentSource } from './schema.ts';
import { shareBackend } from './shared-backend.ts';
import { shownPath } from './shown-path.ts';
import { EnvironmentSettings } from './values/environment-settings.ts';
import { type DeploymentTable, readDeploymentTable } from './values/read-deployment-table.ts';
import type { Variables } from './values/variables.ts';

export interface ResolveOptions {
  /** Stands in for `process.env`. */
  variables?: Variables;
  /** Several environments are looked at in one run: a plain variable name is then nobody's. */
  spanning?: boolean;
  /** Variables fill in references of the table only, and take the place of no cell. */
  cellsOnly?: boolean;
}

/**
 * Resolves one environment's profile: environment variables → the table's column → defaults in the config.
 * Secrets are registered for redaction as they are read, those of every environment.
 * @throws ConfigurationError for an unknown environment, a table that cannot be read, a key that nothing gives
 */
export function resolveProfile(loaded: LoadedDeployment, environment: string, options: ResolveOptions = {}): Profile {
  const known = Object.keys(loaded.deployment.environments);
  if (!known.includes(environment)) {
    throw configurationError(
      `environment \`${environment}\``,
      `it is not an environment of ${loaded.deployment.name}. ${suggestName(environment, known)}`,
      `The environments stand in ${shownPath(loaded.file)}.`,
    );
  }
  const { profiles, problems } = resolveTogether(loaded, [environment], options);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return profiles.find((profile) => profile.environment === environment) as Profile;
}

/**
 * Resolves the profiles of the environments that one run looks at. Those of an audit are resolved together and know each other: what is
 * read or kept for a profile serves every comparison with it.
 * @throws ConfigurationError as {@link resolveProfile} does for the first environment at fault
 */
export function resolveProfiles(
  loaded: LoadedDeployment,
  environments: readonly string[],
  options: ResolveOptions = {},
): Profile[] {
  const each = () => environments.map((environment) => resolveProfile(loaded, environment, options));
  if (options.spanning !== true) return each();

  const { profiles, problems } = resolveTogether(loaded, environments, options);
  // A key that is missing in one environment is often missing in each: it is told once.
  if (problems.length > 0) return each();
  return environments.flatMap((environment) => profiles.find((profile) => profile.environment === environment) ?? []);
}

/** All profiles of a deployment, those under test among them, with what is wrong. */
function resolveTogether(
  loaded: LoadedDeployment,
  underTest: readonly string[],
  options: ResolveOptions,
): { profiles: Profile[]; problems: ConfigurationProblem[] } {
  const { environments } = loaded.deployment;
  const read = readDeploymentTable(loaded);
  const resolved = Object.entries(environments).map(([name, source]) =>
    resolveOne({ loaded, read, name, source, underTest: underTest.includes(name), options }),
  );
  const problems = resolved.flatMap((each) => each.problems);
  const profiles = resolved.map(({ profile }) => profile);
  for (const profile of profiles) {
    profile.others = profiles.filter((other) => !shareBackend(environments, profile.environment, other.environment));
    const owner = environments[profile.environment]?.sharesBackendOf;
    const backendOwner = profiles.find((other) => other.environment === owner);
    if (backendOwner) profile.backendOwner = backendOwner;
  }
  return { profiles, problems };
}

function resolveOne({
  loaded,
  read,
  name: environment,
  source,
  underTest,
  options,
}: {
  loaded: LoadedDeployment;
  read: DeploymentTable;
  name: string;
  source: EnvironmentSource;
  underTest: boolean;
  options: ResolveOptions;
}) {
  const settings = new EnvironmentSettings({
    loaded,
    read,
    environment,
    source,
    plainNames: underTest && options.spanning !== true,
    demanding: underTest,
    variables: options.variables ?? ownVariables(),
    ...(options.cellsOnly !== undefined && { cellsOnly: options.cellsOnly }),
  });
  const profile = resolveEnvironment({ loaded, read, environment, source, settings });
  // Profiles know each other; their JSON names the others only.
  Object.defineProperty(profile, 'toJSON', {
    value: () => ({
      ...profile,
      effects: [...profile.effects],
      others: profile.others.map((other) => other.environment),
      ...(profile.backendOwner && { backendOwner: profile.backendOwner.environment }),
    }),
  });
  return { profile, problems: settings.problems };
}

/** The shell's variables: vitest sets NODE_ENV for its own run where nobody has, and that is not a value of a deployment. */
function ownVariables(): Variables {
  const { NODE_ENV, ...others } = process.env;
  const isOfTheRunner = NODE_ENV === 'test' && process.env.VITEST !== undefined;
  return isOfTheRunner ? others : process.env;
}
