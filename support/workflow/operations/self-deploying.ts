import { parse as parseToml } from 'smol-toml';
import { foldersWith, frontEndPackages } from '../repository/backends.ts';
import { join, type Repository } from '../repository/repository.ts';
import { wranglerConfig, wranglerConfigs } from '../repository/wrangler-config.ts';
import type { Text } from '../source/workflow.ts';
import { YamlFile } from '../source/yaml-file.ts';
import type { Role } from './operation.ts';

/** A platform that deploys pushes by itself, or may: its Git integration builds and ships. */
export interface SelfDeployment {
  /** `vercel`, `netlify`, `cloudflare-pages`, `railway` */
  platform: string;
  role: Role;
  file: string;
  line: number;
  folder: string;
  /** What it runs before it ships; undefined where no file says it. */
  build: Text | undefined;
  /** The file or the config says so; else the platform may have another build command in its settings. */
  isBuildCertain: boolean;
  /** A file, or the config, says that it deploys by itself; else nobody can tell. */
  isCertain: boolean;
  /** The job without whose success the platform does not give the domain to what it built. */
  waitsFor?: string | undefined;
}

/** What a team says of a platform that deploys by itself, where no file of the repository does. */
export interface DeclaredDeployment {
  platform: string;
  folder: string;
  buildCommand: string | undefined;
  waitsFor?: string | undefined;
}

interface Settings {
  defaultBranch: string;
  deploysItself?: readonly DeclaredDeployment[];
  silentPlatforms?: readonly string[];
}

/** Every platform that deploys pushes of the default branch by itself, as files and the config say. */
export function selfDeployments(repository: Repository, settings: Settings): SelfDeployment[] {
  const { silentPlatforms = [] } = settings;
  const declared = settings.deploysItself?.filter(({ platform }) => !silentPlatforms.includes(platform));
  const read = [
    ...foldersWith(repository, 'vercel.json').flatMap((folder) => vercel(repository, folder, settings)),
    ...possibleFiles.flatMap((each) => possible(repository, each)),
    ...foldersWith(repository, 'netlify.toml').flatMap((folder) => netlify(repository, folder)),
    ...foldersWith(repository, 'railway.json').flatMap((folder) => railway(repository, folder)),
    ...wranglerConfigs(repository).flatMap(({ file, isPages }) => (isPages ? pages(file) : [])),
  ].filter(({ platform }) => !silentPlatforms.includes(platform));
  if (!declared) return read;
  const isDeclared = ({ platform }: SelfDeployment) => declared.some((each) => each.platform === platform);
  const buildOf = (platform: string) => read.find((each) => each.platform === platform)?.build;
  // An empty list says that none does: what the files leave open is decided by it.
  return [
    ...read.filter((each) => each.isCertain && !isDeclared(each)),
    ...declared.map(({ platform, folder, buildCommand, waitsFor }): SelfDeployment => {
      const at = { file: 'the deployment config', line: 1 };
      const own = read.find((each) => each.platform === platform);
      const build = buildCommand === undefined ? buildOf(platform) : { ...at, text: buildCommand };
      const isBuildCertain = buildCommand !== undefined || own?.isBuildCertain === true;
      return {
        role: roleOf(repository, platform, folder),
        ...(own ?? at),
        platform,
        folder,
        build,
        isBuildCertain,
        isCertain: true,
        waitsFor,
      };
    }),
  ];
}

/** Workers Builds deploys a Worker or a site that one serves: the configuration in its folder says which. */
function roleOf(repository: Repository, platform: string, folder: string): Role {
  const config = platform === 'cloudflare-workers' ? wranglerConfig(repository, folder) : undefined;
  return config && !config.isSite ? 'worker' : 'frontend';
}

/** Railway and Render run services, and sites as well: the packages in their folder say which. */
function hostedRole(repository: Repository, folder: string): Role {
  const own = repository.packageIn(folder);
  const all = frontEndPackages(repository).filter((file) => (own ? file === own : file.folder.startsWith(folder)));
  return all.length > 0 ? 'frontend' : 'service';
}

/** Files by which a platform may deploy pushes, and whose build is not read: it may deploy the backend or not. */
const possibleFiles = [
  { name: 'vercel.ts', platform: 'vercel', role: 'frontend' },
  { name: 'vercel.mjs', platform: 'vercel', role: 'frontend' },
  { name: 'railway.toml', platform: 'railway', role: 'service' },
  { name: 'render.yaml', platform: 'render', role: 'service' },
  { name: 'amplify.yml', platform: 'amplify', role: 'frontend' },
  { name: 'firebase.json', platform: 'firebase', role: 'frontend' },
] as const;

function possible(repository: Repository, { name, platform, role }: (typeof possibleFiles)[number]): SelfDeployment[] {
  return foldersWith(repository, name).map((folder) => ({
    platform,
    role: role === 'service' ? hostedRole(repository, folder) : role,
    file: join(folder, name),
    line: 1,
    folder,
    build: undefined,
    isBuildCertain: false,
    isCertain: false,
  }));
}

/** Commands of `ignore` and `ignoreCommand` that end with 0 always: the platform then builds nothing. */
const neverBuilds = /^(?:exit 0|true|:)$/;

/** `git.deploymentEnabled: false`, or a branch in it, turns Vercel's own deployments off; so does `ignoreCommand: "exit 0"`. */
function vercel(repository: Repository, folder: string, { defaultBranch }: Settings): SelfDeployment[] {
  const file = join(folder, 'vercel.json');
  const { root } = new YamlFile(file, repository.read(file) ?? '');
  const enabled = root.at('git').at('deploymentEnabled');
  const branch =
    enabled.entries.findLast(({ key }) => key.text === defaultBranch) ??
    enabled.entries.find(({ key }) => isEvery(key.text));
  const own = enabled.text?.text ?? branch?.value.text?.text;
  const legacy = root.at('github').at('enabled').text?.text;
  const ignores = root.at('ignoreCommand').text?.text.trim() ?? '';
  if (own === 'false' || legacy === 'false' || neverBuilds.test(ignores)) return [];
  const build = root.at('buildCommand').text;
  return [
    {
      platform: 'vercel',
      role: 'frontend',
      file,
      line: build?.line ?? 1,
      folder,
      build: vercelBuild(repository, folder),
      isBuildCertain: build !== undefined,
      isCertain: false,
    },
  ];
}

/** What Vercel runs to build a folder: `buildCommand`, else a script of the package. */
export function vercelBuild(repository: Repository, folder: string): Text | undefined {
  const file = join(folder, 'vercel.json');
  const named = new YamlFile(file, repository.read(file) ?? '').root.at('buildCommand').text;
  return named ?? packageBuild(repository, folder, ['vercel-build', 'build']);
}

/** Patterns of branches by which every branch is meant. */
function isEvery(pattern: string): boolean {
  return pattern === '*' || pattern === '**';
}

/** `build.command`, and that of the production context where it has one. */
export function netlify(repository: Repository, folder: string): SelfDeployment[] {
  const file = join(folder, 'netlify.toml');
  const text = repository.read(file) ?? '';
  const { build, context } = tomlOf(text) as { build?: Build; context?: { production?: Build } };
  const ignore = context?.production?.ignore ?? build?.ignore ?? '';
  if (neverBuilds.test(ignore.trim())) return [];
  const command = context?.production?.command ?? build?.command;
  const line = command === undefined ? 1 : text.slice(0, text.indexOf(command)).split('\n').length;
  return [
    {
      platform: 'netlify',
      role: 'frontend',
      file,
      line,
      folder: join(folder, build?.base ?? ''),
      build: command === undefined ? undefined : { file, line, text: command },
      isBuildCertain: command !== undefined,
      isCertain: false,
    },
  ];
}

interface Build {
  command?: string;
  ignore?: string;
  base?: string;
}

function tomlOf(text: string): object {
  try {
    return parseToml(text);
  } catch {
    return {};
  }
}

function railway(repository: Repository, folder: string): SelfDeployment[] {
  const file = join(folder, 'railway.json');
  const { root } = new YamlFile(file, repository.read(file) ?? '');
  const build = root.at('build').at('buildCommand').text;
  return [
    {
      platform: 'railway',
      role: hostedRole(repository, folder),
      file,
      line: build?.line ?? 1,
      folder,
      build,
      isBuildCertain: build !== undefined,
      isCertain: false,
    },
  ];
}

/** A Pages project whose build command is set in the dashboard, or that is deployed by `wrangler pages deploy`. */
function pages(file: string): SelfDeployment[] {
  return [
    {
      platform: 'cloudflare-pages',
      role: 'frontend',
      file,
      line: 1,
      folder: folderOfConfig(file),
      build: undefined,
      isBuildCertain: false,
      isCertain: false,
    },
  ];
}

function folderOfConfig(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

function packageBuild(repository: Repository, folder: string, names: readonly string[]): Text | undefined {
  const scripts = repository.packageIn(folder)?.scripts;
  return names.map((name) => scripts?.get(name)).find((script) => script !== undefined);
}
