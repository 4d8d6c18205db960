import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { parse } from 'yaml';
import { errorText } from '../../text/error-text.ts';

/** `apps/*` with the others of its list, and what is left out of it: `!apps/old`. */
type Patterns = readonly string[];

/**
 * The manifests of the workspace that a tree is part of, where they are outside of the tree: a front end's backend is often a package beside it.
 * npm, Yarn and Bun list their packages in `workspaces` of package.json, pnpm in pnpm-workspace.yaml, Lerna in lerna.json.
 * @param root absolute path of the tree
 * @param onBroken called for each list that cannot be parsed; it is left out
 */
export function workspaceManifests(root: string, onBroken: (path: string, reason: string) => void): string[] {
  for (let folder = dirname(root); folder !== dirname(folder); folder = dirname(folder)) {
    const patterns = patternsOf(folder, onBroken);
    if (patterns.length > 0) return manifestsBelow(folder, patterns).filter((path) => !path.startsWith(root + sep));
    if (existsSync(join(folder, '.git'))) return [];
  }
  return [];
}

function patternsOf(folder: string, onBroken: (path: string, reason: string) => void): Patterns {
  return lists.flatMap(([name, key, read]) => {
    const path = join(folder, name);
    if (!existsSync(path)) return [];
    try {
      return listIn((read(readFileSync(path, 'utf8')) as Record<string, unknown> | null)?.[key]);
    } catch (error) {
      onBroken(path, `cannot be parsed: ${errorText(error)}`);
      return [];
    }
  });
}

/** The files that list packages, the key of the list, and how they are parsed. */
const lists: readonly [name: string, key: string, read: (text: string) => unknown][] = [
  ['package.json', 'workspaces', JSON.parse],
  ['pnpm-workspace.yaml', 'packages', (text) => parse(text) as unknown],
  ['lerna.json', 'packages', JSON.parse],
];

/** A list, or Yarn's `{ packages: […] }`. */
function listIn(value: unknown): string[] {
  const list = Array.isArray(value) ? value : ((value as { packages?: unknown } | null | undefined)?.packages ?? []);
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
}

function manifestsBelow(folder: string, patterns: Patterns): string[] {
  const [left, taken] = [true, false].map((isLeft) => patterns.filter((each) => each.startsWith('!') === isLeft));
  const found = globSync(
    (taken ?? []).map((pattern) => join(pattern, 'package.json')),
    { cwd: folder, exclude: ['**/node_modules/**', ...(left ?? []).map((pattern) => `${pattern.slice(1)}/**`)] },
  );
  return found.map((path) => join(folder, path)).sort();
}
