import { readdir } from 'node:fs/promises';
import { join, matchesGlob, relative, sep } from 'node:path';

/** A source file of the tree: its absolute path, and whether it is part of what ships. */
interface SourceFile {
  path: string;
  included: boolean;
}

/** What a tree holds: sources, and the package manifests that name its workspaces. */
export interface SourceTree {
  files: readonly SourceFile[];
  manifests: readonly string[];
}

const skippedFolders = new Set([
  'node_modules',
  'dist',
  'build',
  'out',
  'coverage',
  '_generated',
  '__tests__',
  '__mocks__',
  'e2e',
]);
const sourceName = /\.([cm]?[jt]sx?|vue|svelte|astro)$/;
const leftOutName = /\.(test|spec|stories)\.[^.]+$|\.d(\.[^.]+)?\.[cm]?ts$/;

/**
 * Walks `root` once. Folders that hold build output, dependencies or tests are not entered (nor any dot folder, `.next` among them);
 * symbolic links are not followed, and files that match a glob of `exclude` are as good as absent. A file is included when it is inside one of
 * `include`; the others are only looked into where an included one imports them.
 *
 * Throws when `root` or a folder of `include` cannot be read: a tree that is not there has no references to vouch for.
 */
export async function readSourceTree(options: {
  root: string;
  include: readonly string[];
  exclude: readonly string[];
}): Promise<SourceTree> {
  const folders = options.include.map((folder) => join(options.root, folder));
  for (const folder of folders) await readdir(folder);
  const files: SourceFile[] = [];
  const manifests: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name) && !entry.name.startsWith('.')) await walk(path);
      } else if (entry.name === 'package.json') manifests.push(path);
      else if (entry.isFile() && sourceName.test(entry.name) && !leftOutName.test(entry.name)) {
        const fromRoot = relative(options.root, path).replaceAll(sep, '/');
        if (options.exclude.some((glob) => matchesGlob(fromRoot, glob))) continue;
        files.push({
          path,
          included: folders.some((inside) => path.startsWith(inside.endsWith(sep) ? inside : inside + sep)),
        });
      }
    }
  };
  await walk(options.root);
  return { files, manifests };
}
