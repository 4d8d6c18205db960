import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { Node } from 'oxc-parser';
import { clip } from '../../text/clip.ts';
import { oneLine } from '../../text/one-line.ts';
import type { SourcePosition, UnparsedSource } from '../function-reference.ts';
import { type ModuleScopes, resolveScopes } from '../syntax/module-scopes.ts';
import { importsApi, moduleRequests, type ParsedSource, parseSource } from '../syntax/parse-source.ts';
import { convexModuleExports, isGeneratedApi } from './convex-exports.ts';
import type { ModuleResolver, ModuleTarget } from './module-resolution.ts';

/** One source file, parsed, its names resolved. */
export interface SourceModule {
  path: string;
  text: string;
  scopes: ModuleScopes;
  /** Whether what it writes counts as the front end's: false for the backend's own files, which are only looked through. */
  isFrontEnd: boolean;
  positionOf(offset: number): SourcePosition;
  target(specifier: string): ModuleTarget;
  /** Whether an import of `api` by this name leads nowhere: it may be Convex's, under an alias that only a bundler knows. */
  isLost(specifier: string): boolean;
}

/** All modules of a tree: who imports whom, and the parsed form of those that matter. */
export interface SourceModules {
  /** Modules that import from Convex or the generated `api`: where references begin. */
  origins: readonly SourceModule[];
  /** Files that call `fetch`. */
  fetching: ReadonlySet<string>;
  load(path: string): SourceModule | undefined;
  importersOf(path: string): readonly string[];
  filesRead: number;
  unparsed: readonly UnparsedSource[];
  backendFolders: readonly string[];
}

/**
 * Reads and parses every included file once and keeps the syntax of those that import anything of Convex; the others are loaded again only
 * when a value leads into them. Files that are imported from outside the included folders are read too: they ship with their importers.
 */
export async function readSourceModules(options: {
  root: string;
  files: readonly string[];
  resolver: ModuleResolver;
}): Promise<SourceModules> {
  const { root, resolver } = options;
  const unparsed: UnparsedSource[] = [];
  const importers = new Map<string, string[]>();
  const loaded = new Map<string, SourceModule | undefined>();
  const fetching = new Set<string>();
  const toBackend = new Map<string, Set<string>>();
  const fromRoot = (path: string) => relative(root, path).replaceAll(sep, '/');

  const isLost = (path: string, specifier: string): boolean =>
    resolver.resolve(path, specifier).to === 'outside' &&
    convexModuleExports(specifier) === undefined &&
    !resolver.isPackage(specifier);

  const toModule = (path: string, source: ParsedSource): SourceModule => {
    const lineStarts = [0, ...Array.from(source.text.matchAll(/\n/g), (match) => match.index + 1)];
    const positionOf = (offset: number): SourcePosition => {
      let [low, high] = [0, lineStarts.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((lineStarts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { file: fromRoot(path), line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
    };
    return {
      path,
      text: source.text,
      scopes: resolveScopes(source.result.program),
      isFrontEnd: true,
      positionOf,
      target: (specifier) => resolver.resolve(path, specifier),
      isLost: (specifier) => isLost(path, specifier),
    };
  };

  const seen = new Set(options.files);
  const queue = [...options.files];
  const reportFailure = (path: string, source: ParsedSource): void => {
    if (source.failure === undefined) return;
    const before = source.text.slice(0, source.failure.offset).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    unparsed.push({ file: fromRoot(path), line: before.length, column, reason: source.failure.reason });
  };

  const read = async (path: string): Promise<void> => {
    const source = parseSource(path, (await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
    reportFailure(path, source);
    if (source.text.includes('fetch(')) fetching.add(path);
    let isOrigin = false;
    for (const request of moduleRequests(source)) {
      const target = resolver.resolve(path, request);
      if (target.to === 'generated-api' || convexModuleExports(request) !== undefined) isOrigin = true;
      const backend = backendOf(path, request, target);
      if (backend !== undefined) toBackend.set(backend, (toBackend.get(backend) ?? new Set()).add(path));
      for (const file of target.to === 'files' ? target.files : []) {
        const known = importers.get(file);
        if (known === undefined) importers.set(file, [path]);
        else known.push(path);
        if (!seen.has(file)) {
          seen.add(file);
          queue.push(file);
        }
      }
    }
    if (isOrigin || importsApi(source).some((request) => isLost(path, request)))
      loaded.set(path, toModule(path, source));
  };
  while (queue.length > 0) await Promise.all(queue.splice(0, 32).map(read));

  const backendFolders = [...toBackend]
    .filter(([folder, paths]) => [...paths].some((path) => path.startsWith(folder + sep)))
    .map(([folder]) => folder);
  const isBackend = (path: string) => backendFolders.some((folder) => path.startsWith(folder + sep));
  for (const module of loaded.values()) if (module !== undefined) module.isFrontEnd = !isBackend(module.path);

  const load = (path: string): SourceModule | undefined => {
    if (!loaded.has(path)) {
      const isKnown = seen.has(path) && !isGeneratedApi(path);
      const module = isKnown
        ? toModule(path, parseSource(path, readFileSync(path, 'utf8').replace(/^\uFEFF/, '')))
        : undefined;
      if (module !== undefined) module.isFrontEnd = !isBackend(path);
      loaded.set(path, module);
    }
    return loaded.get(path);
  };
  const origins = [...loaded.values()].filter((module) => module !== undefined);
  return {
    fetching,
    origins: origins.sort((one, other) => (one.path < other.path ? -1 : 1)),
    load,
    importersOf: (path) => [...new Set(importers.get(path) ?? [])].sort(),
    filesRead: [...seen].filter((path) => !isBackend(path)).length,
    unparsed: unparsed.filter((entry) => !isBackend(root + sep + entry.file.replaceAll('/', sep))),
    backendFolders: backendFolders.map(fromRoot).sort(),
  };
}

/**
 * The backend folder that a file names by importing its `_generated/server`, as every file that defines functions does. Told by the import
 * and not by the disk, since generated files are often not under version control.
 */
function backendOf(path: string, request: string, target: ModuleTarget): string | undefined {
  const match = /^((?:\.{1,2}\/)+)_generated\/server(\.[jt]s)?$/.exec(request);
  if (match === null || target.to === 'generated-api') return undefined;
  const up = (match[1] ?? '').split('/').filter((step) => step === '..').length;
  return path
    .split(sep)
    .slice(0, -1 - up)
    .join(sep);
}

/** The text of a node on one line, cut short. */
export function textOf(module: SourceModule, node: Node): string {
  return clip(oneLine(module.text.slice(node.start, node.end)), 120);
}
