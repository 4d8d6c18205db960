import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isFile } from './module-files.ts';

/** What a tsconfig says about module names. */
export interface ModulePaths {
  /** Absolute. */
  baseUrl?: string;
  /** Targets are absolute and may contain one `*`. */
  paths: readonly { pattern: string; targets: readonly string[] }[];
}

interface TsconfigJson {
  extends?: string | string[];
  compilerOptions?: { baseUrl?: string; paths?: Record<string, string[]> };
  references?: { path: string }[];
}

type OnBroken = (path: string, reason: string) => void;

const nothing: ModulePaths = { paths: [] };

/**
 * Reads `paths` and `baseUrl` of the tsconfig at `path`, through `extends` (the nearest definition counts) and through `references` to
 * configs in the same folder (their paths are added: Vite's template keeps them in `tsconfig.app.json`). An `extends` that does not exist,
 * as of a package that is not installed, is passed over. `onBroken` is called for each file that is not JSON.
 * Source: https://www.typescriptlang.org/tsconfig/#paths
 */
export function loadModulePaths(path: string, onBroken: OnBroken): ModulePaths {
  return readConfig(path, { seen: [], configFolder: dirname(path), onBroken });
}

interface Reading {
  /** Files that lead here, since configs may refer to each other in a circle. */
  seen: readonly string[];
  /** What `${configDir}` means: the folder of the config that extends the others. */
  configFolder: string;
  onBroken: OnBroken;
}

function readConfig(file: string, reading: Reading): ModulePaths {
  if (reading.seen.includes(file) || !existsSync(file)) return nothing;
  const config = parseConfig(file, reading.onBroken);
  if (config === undefined) return nothing;

  const inner = { ...reading, seen: [...reading.seen, file] };
  const own = ownPaths(config, dirname(file), inheritedPaths(config, dirname(file), inner), reading.configFolder);
  const referenced = (config.references ?? []).flatMap(({ path }) => referencedPaths(file, path, inner));
  return { ...own, paths: [...own.paths, ...referenced] };
}

function parseConfig(file: string, onBroken: OnBroken): TsconfigJson | undefined {
  try {
    return JSON.parse(plainJson(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))) as TsconfigJson;
  } catch (error) {
    onBroken(file, `not a tsconfig: ${(error as Error).message}`);
    return undefined;
  }
}

function inheritedPaths(config: TsconfigJson, folder: string, reading: Reading): ModulePaths {
  let merged = nothing;
  for (const parent of [config.extends ?? []].flat()) {
    const file = locateParent(parent, folder);
    const inherited = file === undefined ? nothing : readConfig(file, reading);
    merged = { ...merged, ...inherited, paths: inherited.paths.length > 0 ? inherited.paths : merged.paths };
  }
  return merged;
}

function ownPaths(config: TsconfigJson, folder: string, inherited: ModulePaths, configFolder: string): ModulePaths {
  const { baseUrl: ownBase, paths } = config.compilerOptions ?? {};
  const absolute = (base: string, path: string) => resolve(base, path.replaceAll(configDirectory, configFolder));
  const baseUrl = ownBase === undefined ? inherited.baseUrl : absolute(folder, ownBase);
  const declared = Object.entries(paths ?? {}).map(([pattern, targets]) => ({
    pattern,
    targets: targets.map((target) => absolute(baseUrl ?? folder, target)),
  }));
  return { ...(baseUrl !== undefined && { baseUrl }), paths: paths === undefined ? inherited.paths : declared };
}

/** A reference to another folder is another project, with its own files. */
function referencedPaths(file: string, path: string, reading: Reading): ModulePaths['paths'] {
  const folder = dirname(file);
  const target = resolve(folder, path);
  const targetFile = isFolder(target) ? join(target, 'tsconfig.json') : target;
  return dirname(targetFile) === folder ? readConfig(targetFile, { ...reading, configFolder: folder }).paths : [];
}

/** Written in two parts, since a template in a plain string looks like a mistake to the linter. */
const configDirectory = ['$', '{configDir}'].join('');

/** Takes out the comments and trailing commas that a tsconfig may contain, and leaves strings alone. */
function plainJson(text: string): string {
  const withoutComments = text.replace(/"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (match) =>
    match.startsWith('"') ? match : ' ',
  );
  return withoutComments.replace(/"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g, (match) => (match.startsWith('"') ? match : ''));
}

/** The file that an `extends` names, as a path or as a package's. */
function locateParent(parent: string, folder: string): string | undefined {
  if (parent.startsWith('.') || parent.startsWith('/')) return configAt(resolve(folder, parent));
  for (let at = folder; ; at = dirname(at)) {
    const found = configAt(join(at, 'node_modules', parent));
    if (found !== undefined || at === dirname(at)) return found;
  }
}

function configAt(path: string): string | undefined {
  return [path, `${path}.json`, join(path, 'tsconfig.json')].find(isFile);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
