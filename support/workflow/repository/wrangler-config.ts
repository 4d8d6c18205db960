import { parse as parseToml } from 'smol-toml';
import { withoutComments } from '../source/without-comments.ts';
import { YamlFile } from '../source/yaml-file.ts';
import { folderOf, join, type Repository } from './repository.ts';

/** What a wrangler configuration says of the thing that it deploys. */
export interface WranglerConfig {
  file: string;
  name: string | undefined;
  /** A site: static assets, a Pages project, or an adapter of a front-end framework. */
  isSite: boolean;
  /** `pages_build_output_dir` is set: a Pages project, which `wrangler deploy` does not take. */
  isPages: boolean;
  environments: readonly string[];
  /** `build.command`: wrangler runs it before every deploy. */
  buildCommand: string | undefined;
  /** The tags of its Durable Object migrations, in their order. */
  migrations: readonly string[];
}

/** In the order in which wrangler looks for them (Cloudflare documentation, "Configuration"). */
const names = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml'];

/** The configuration that wrangler takes in a folder, or the one that `--config` names; undefined where there is none. */
export function wranglerConfig(repository: Repository, folder: string, named?: string): WranglerConfig | undefined {
  const files = named === undefined ? names.map((name) => join(folder, name)) : [join(folder, named)];
  const file = files.find((each) => repository.read(each) !== undefined);
  return file === undefined ? undefined : readWranglerConfig(file, repository.read(file) ?? '');
}

/** Every wrangler configuration of the repository that reads. */
export function wranglerConfigs(repository: Repository): WranglerConfig[] {
  const folders = repository.files.list().filter((file) => names.some((name) => file.endsWith(name)));
  return [...new Set(folders.map(folderOf))].flatMap((folder) => wranglerConfig(repository, folder) ?? []);
}

function readWranglerConfig(file: string, text: string): WranglerConfig | undefined {
  const config = file.endsWith('.toml') ? tomlOf(text) : jsonOf(file, text);
  if (!config) return undefined;
  const { name, assets, pages_build_output_dir: output, main, env, build, migrations } = config;
  const entry = typeof main === 'string' ? main : '';
  return {
    file,
    name: typeof name === 'string' ? name : undefined,
    isSite: assets !== undefined || output !== undefined || /\.(open-next|svelte-kit|output|vercel)\//.test(entry),
    isPages: output !== undefined,
    environments: Object.keys(mapping(env)),
    buildCommand: textOf(mapping(build).command),
    migrations: (Array.isArray(migrations) ? migrations : []).flatMap((each) => textOf(mapping(each).tag) ?? []),
  };
}

function tomlOf(text: string): Record<string, unknown> | undefined {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}

/** JSON with comments: YAML reads all of JSON, and `//` comments are taken out before. */
function jsonOf(file: string, text: string): Record<string, unknown> | undefined {
  const { root, errors } = new YamlFile(file, withoutComments(text));
  return errors.length > 0 ? undefined : root.value;
}

function mapping(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
