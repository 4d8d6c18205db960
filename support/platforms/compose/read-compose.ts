import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { NotVerified } from '../../check/not-verified.ts';
import {
  below,
  ComposeMistake,
  type ComposeProject,
  type Dockerfile,
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
        ...(settings.directory && { directory: settings.directory.path }),
      });
      const enabled = loaded.variables.get('COMPOSE_PROFILES');
      if (enabled && enabled.value === undefined)
        throw new NotVerified(`which profiles are enabled is not known: COMPOSE_PROFILES (${enabled.from})`);
      const own = loaded.variables.get('COMPOSE_PROJECT_NAME')?.value;
      const project = modelProject(loaded, {
        name: settings.project ?? own ?? projectName(loaded.directory),
        profiles: [...settings.profiles, ...(enabled?.value?.split(',').map((each) => each.trim()) ?? [])],
        shown,
        dockerfileOf,
      });
      const repository = repositoryOf(loaded.directory);
      return { ...project, environment: profile.environment, class: profile.class, settings, repository, kindOf };
    } catch (error) {
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

/** Source: Compose Specification, 04-version-and-name: lower-case letters, digits, hyphens and underscores. */
function projectName(directory: string): string {
  return (
    path
      .basename(directory)
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, '')
      .replace(/^[_-]+/, '') || 'default'
  );
}

/** The folder above that is a git repository; the given one, where none is. */
function repositoryOf(directory: string): string {
  for (let folder = directory; folder !== path.dirname(folder); folder = path.dirname(folder))
    if (existsSync(path.join(folder, '.git'))) return folder;
  return directory;
}

function kindOf(source: string): 'file' | 'folder' | undefined {
  if (!existsSync(source)) return undefined;
  return statSync(realpathSync(source)).isDirectory() ? 'folder' : 'file';
}

function dockerfileOf(service: MapNode): Dockerfile | undefined {
  const build = below(service, 'build');
  const context = textOf(below(build, 'context'));
  const inline = textOf(below(build, 'dockerfile_inline'));
  const target = textOf(below(build, 'target'));
  if (inline !== undefined) return readDockerfile(inline, target);
  if (context === undefined) return undefined;
  const file = path.resolve(context, textOf(below(build, 'dockerfile')) ?? 'Dockerfile');
  return existsSync(file) ? readDockerfile(readFileSync(file, 'utf8'), target) : undefined;
}
