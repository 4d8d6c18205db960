import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What a tsconfig says about module names. Targets are absolute and may hold one `*`. */
export interface ModulePaths {
  baseUrl?: string;
  paths: readonly { pattern: string; targets: readonly string[] }[];
}

/** Takes comments and trailing commas out of JSON as tsconfig files write it, leaving strings alone. */
function plainJson(text: string): string {
  const withoutComments = text.replace(/"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (match) =>
    match.startsWith('"') ? match : ' ',
  );
  return withoutComments.replace(/"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g, (match) => (match.startsWith('"') ? match : ''));
}

/**
 * Reads `paths` and `baseUrl` of the tsconfig at `path`, through `extends` (the nearest definition wins) and through project `references`
 * (their paths are added: Vite's template keeps them in `tsconfig.app.json`). `onBroken` hears of each file that is not JSON.
 * Source: https://www.typescriptlang.org/tsconfig/#paths
 */
export function loadModulePaths(path: string, onBroken: (path: string, reason: string) => void): ModulePaths {
  const read = (file: string, seen: readonly string[], configFolder: string): ModulePaths => {
    if (seen.includes(file) || !existsSync(file)) return { paths: [] };
    const text = readFileSync(file, 'utf8');
    let config: TsconfigJson;
    try {
      config = JSON.parse(plainJson(text.replace(/^\uFEFF/, ''))) as TsconfigJson;
    } catch (error) {
      onBroken(file, `not a tsconfig: ${(error as Error).message}`);
      return { paths: [] };
    }
    const folder = dirname(file);
    let merged: ModulePaths = { paths: [] };
    for (const parent of [config.extends ?? []].flat()) {
      const parentFile = locateParent(parent, folder);
      const inherited = parentFile === undefined ? { paths: [] } : read(parentFile, [...seen, file], configFolder);
      merged = { ...merged, ...inherited, paths: inherited.paths.length > 0 ? inherited.paths : merged.paths };
    }
    const absolute = (value: string) => resolve(folder, value.replaceAll(configDirectory, configFolder));
    const options = config.compilerOptions ?? {};
    const baseUrl = options.baseUrl === undefined ? merged.baseUrl : absolute(options.baseUrl);
    let paths = merged.paths;
    if (options.paths !== undefined) {
      const base = baseUrl ?? folder;
      paths = Object.entries(options.paths).map(([pattern, targets]) => ({
        pattern,
        targets: targets.map((target) => resolve(base, target.replaceAll(configDirectory, configFolder))),
      }));
    }
    for (const reference of config.references ?? []) {
      const target = resolve(folder, reference.path);
      const targetFile = isFolder(target) ? join(target, 'tsconfig.json') : target;
      // A reference to another folder is another project, with its own files.
      if (dirname(targetFile) !== folder) continue;
      paths = [...paths, ...read(targetFile, [...seen, file], folder).paths];
    }
    return baseUrl === undefined ? { paths } : { baseUrl, paths };
  };
  return read(path, [], dirname(path));
}

const configDirectory = ['$', '{configDir}'].join('');

interface TsconfigJson {
  extends?: string | string[];
  compilerOptions?: { baseUrl?: string; paths?: Record<string, string[]> };
  references?: { path: string }[];
}

function locateParent(parent: string, folder: string): string | undefined {
  if (parent.startsWith('.') || parent.startsWith('/')) {
    const path = resolve(folder, parent);
    return [path, `${path}.json`, join(path, 'tsconfig.json')].find((candidate) => isFile(candidate));
  }
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'node_modules', parent);
    const found = [path, `${path}.json`, join(path, 'tsconfig.json')].find((candidate) => isFile(candidate));
    if (found !== undefined || at === dirname(at)) return found;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
