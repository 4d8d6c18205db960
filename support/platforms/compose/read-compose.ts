import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { NotVerified } from '../../check/not-verified.ts';
import {
  below,
  ComposeElsewhere,
  ComposeMistake,
  type ComposeProject,
  type Dockerfile,
  itemsOf,
  loadProject,
  type MapNode,
  modelProject,
  type ProjectVariable,
  readDockerfile,
  shownPlace,
  textOf,
} from '../../compose/index.ts';
import { configurationError, type PlatformProfile, type Profile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { repositoryAround, trackedFiles } from './tracked-files.ts';

/** The compose files of one environment, as `docker compose config` would show them, and what lies around them. */
export interface ComposeReading extends ComposeProject {
  environment: string;
  class: Profile['class'];
  settings: ComposeEnvironment;
  /** The folder of the repository that the files lie in. */
  repository: string;
  /** What stands at the sources of binds. */
  kindOf: (source: string) => 'file' | 'folder' | undefined;
}

export type ComposeEnvironment = NonNullable<PlatformProfile<'compose'>['environments'][string]>;

/**
 * Reads the compose files of an environment. Variables come from its column of the table.
 * @throws ConfigurationError where Compose would refuse a file
 */
export const composeProject = defineReading({
  name: 'compose.project',
  effect: 'offline',
  key: ({ environment, directory }: Profile) => `${directory} ${environment}`,
  async read(profile): Promise<ComposeReading> {
    const settings = filesOf(profile);
    if (!settings) throw new NotVerified(`\`platforms.compose.environments\` has no files of ${profile.environment}`);
    const shown = (file: string) => path.relative(profile.directory, file) || '.';
    const files = settings.files.map(({ path: file }) => file);
    try {
      const loaded = loadProject({
        files,
        envFiles: settings.envFiles.map(({ path: file }) => file),
        variables: variablesOf(profile),
        shown,
        readsDotEnv: (file) => profile.class === 'development' || trackedFiles([file])?.has(file) === true,
        ...(settings.directory && { directory: settings.directory.path }),
        ...(settings.project !== undefined && { project: settings.project }),
      });
      const enabled = loaded.variables.get('COMPOSE_PROFILES');
      if (enabled && enabled.value === undefined)
        throw new NotVerified(`which profiles are enabled is not known: COMPOSE_PROFILES (${enabled.from})`);
      const project = modelProject(loaded, {
        profiles: [...settings.profiles, ...(enabled?.value?.split(',').map((each) => each.trim()) ?? [])],
        shown,
        dockerfileOf,
      });
      requireProfiles(settings, project, profile.environment);
      if (project.services.length === 0) throw new ComposeMistake(project.tree.at, 'it has no service.');
      const repository = repositoryAround(loaded.directory) ?? loaded.directory;
      return { ...project, environment: profile.environment, class: profile.class, settings, repository, kindOf };
    } catch (error) {
      if (error instanceof ComposeElsewhere)
        throw new NotVerified(error.message, 'Keep a copy of that file in the repository, and include the copy.');
      if (!(error instanceof ComposeMistake)) throw error;
      throw configurationError(
        shownPlace(error.place),
        error.said,
        'Correct the file; `docker compose config` refuses it too.',
      );
    }
  },
});

/** The files of an environment; undefined where the config names none. */
export function filesOf({ compose, environment }: Profile): ComposeEnvironment | undefined {
  return compose && Object.hasOwn(compose.environments, environment) ? compose.environments[environment] : undefined;
}

/** @throws ConfigurationError where the config enables a profile that no service has: what was meant would not be looked at */
function requireProfiles({ profiles }: ComposeEnvironment, { services }: ComposeProject, environment: string): void {
  const known = services.flatMap(({ node }) => itemsOf(below(node, 'profiles')).flatMap((item) => textOf(item) ?? []));
  const unknown = profiles.find((each) => each !== '*' && !known.includes(each));
  if (unknown !== undefined)
    throw configurationError(
      `platforms.compose.environments.${environment}.profiles`,
      `no service has the profile \`${unknown}\`. ${suggestName(unknown, [...new Set(known)])}`,
    );
}

/** The environment's column, as variables of the project: a value that is a reference is known by name alone. */
function variablesOf({ compose, table }: Profile): Map<string, ProjectVariable> {
  const rows = table.values.filter(
    ({ targets }) => compose?.target === undefined || targets.some(({ text }) => text === compose.target),
  );
  return new Map(
    rows.flatMap(({ key, setting, written, cell }) => {
      if (!setting.isSet && written.trim() === '') return [];
      return [[key, { value: setting.isSet ? setting.value : undefined, from: setting.isSet ? setting.origin : cell }]];
    }),
  );
}

function kindOf(source: string): 'file' | 'folder' | undefined {
  if (!existsSync(source)) return undefined;
  return statSync(realpathSync(source)).isDirectory() ? 'folder' : 'file';
}

function dockerfileOf(service: MapNode, args: ReadonlyMap<string, string | undefined>): Dockerfile | undefined {
  const build = below(service, 'build');
  const context = textOf(below(build, 'context'));
  const inline = textOf(below(build, 'dockerfile_inline'));
  const options = { target: textOf(below(build, 'target')), args };
  if (inline !== undefined) return readDockerfile(inline, options);
  if (context === undefined) return undefined;
  const file = path.resolve(context, textOf(below(build, 'dockerfile')) ?? 'Dockerfile');
  return existsSync(file) ? readDockerfile(readFileSync(file, 'utf8'), options) : undefined;
}
