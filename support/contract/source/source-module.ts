import { relative, sep } from 'node:path';
import type { Node } from 'oxc-parser';
import { clip } from '../../text/clip.ts';
import { oneLine } from '../../text/one-line.ts';
import type { SourcePosition } from '../function-reference.ts';
import { type ModuleScopes, resolveScopes } from '../syntax/module-scopes.ts';
import type { ParsedSource } from '../syntax/parse-source.ts';
import { convexModuleExports } from './convex-exports.ts';
import type { ModuleTarget } from './module-files.ts';
import type { ModuleResolver } from './module-resolution.ts';

/** One source file, parsed, its names resolved. */
export interface SourceModule {
  path: string;
  text: string;
  scopes: ModuleScopes;
  /** False for a backend's files in the tree of a front end: they are looked through, but what they name is the backend's own. */
  isCounted: boolean;
  positionOf(offset: number): SourcePosition;
  target(specifier: string): ModuleTarget;
  /** Whether an import by this name brings in neither a file of the tree nor an export of Convex. */
  isOutside(specifier: string): boolean;
  /** Whether an import of `api` by this name cannot be resolved: it may be Convex's, under an alias that only a bundler knows. */
  isLost(specifier: string): boolean;
}

/** Makes a module of the file at `path`. `root` is the folder that positions are relative to. */
export function createSourceModule(
  path: string,
  { text, result }: ParsedSource,
  { root, resolver, isCounted }: { root: string; resolver: ModuleResolver; isCounted: boolean },
): SourceModule {
  const lineStarts = [0, ...Array.from(text.matchAll(/\n/g), (match) => match.index + 1)];
  const file = pathFrom(root, path);

  return {
    path,
    text,
    scopes: resolveScopes(result.program),
    isCounted,
    positionOf(offset) {
      const line = lineAt(lineStarts, offset);
      return { file, line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1 };
    },
    target: (specifier) => resolver.resolve(path, specifier),
    isOutside: (specifier) => isOutside(resolver, path, specifier),
    isLost: (specifier) => isLost(resolver, path, specifier),
  };
}

/** Whether `specifier`, written in the file at `path`, is neither a file of the tree nor a known package. */
export function isLost(resolver: ModuleResolver, path: string, specifier: string): boolean {
  return isOutside(resolver, path, specifier) && !resolver.isPackage(specifier);
}

/** Whether `specifier`, written in the file at `path`, is neither a file of the tree nor a module of Convex. */
export function isOutside(resolver: ModuleResolver, path: string, specifier: string): boolean {
  return resolver.resolve(path, specifier).to === 'outside' && convexModuleExports(specifier) === undefined;
}

/** A path as it is shown: relative to `root`, with forward slashes. */
export function pathFrom(root: string, path: string): string {
  return relative(root, path).replaceAll(sep, '/');
}

/** The text of a node on one line, cut short. */
export function textOf(module: SourceModule, node: Node): string {
  return clip(oneLine(module.text.slice(node.start, node.end)), 120);
}

/** The index of the last line that starts at or before `offset`. */
function lineAt(lineStarts: readonly number[], offset: number): number {
  let [low, high] = [0, lineStarts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
