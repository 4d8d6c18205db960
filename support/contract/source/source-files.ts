import { existsSync, realpathSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, matchesGlob, relative, sep } from 'node:path';

/** A source file of the tree: its absolute path, and whether it is part of what ships. */
interface SourceFile {
  path: string;
  included: boolean;
}

/** What a tree holds: sources, the package manifests that name its workspaces, and folders that are elsewhere, by where they are linked. */
export interface SourceTree {
  files: readonly SourceFile[];
  manifests: readonly string[];
  links: ReadonlyMap<string, string>;
}

const skippedFolders = new Set(['node_modules', '_generated', '__tests__', '__mocks__']);
/** At the top of a package these hold what is built or run against it; further down a page or a feature may go by such a name. */
const outputFolders = new Set(['dist', 'build', 'out', 'coverage']);
const testFolders = new Set(['e2e', 'test', 'tests', 'cypress', 'playwright']);
const sourceName = /\.([cm]?[jt]sx?|vue|svelte|astro|mdx)$/;
const leftOutName =
  /\.(?:test|spec|stories|story|cy|e2e|bench|(?:test|spec)-d)\.[^.]+$|\.d(?:\.[^.]+)?\.[cm]?ts$|^(?:vitest|jest|playwright|cypress)\.[\w.-]+$|^setupTests\./;

/**
 * Walks `root` once. Folders that hold build output, dependencies or tests are not entered (nor any dot folder, `.next` among them), and
 * files that match a glob of `exclude` are as good as absent. A linked folder is read where it is. A file is included when it is inside one
 * of `include`; the others are only looked into where an included one imports them.
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
  const links = new Map<string, string>();
  const realRoot = realpathSync(options.root);

  /** @param shown where the folder is in the tree, which for a linked one is not where it is on the disk */
  const walk = async (folder: string, shown: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    const isPackage = isPackageTop(folder, options.root, new Set(entries.map(({ name }) => name)));
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const [path, shownPath] = [join(folder, entry.name), join(shown, entry.name)];
      const linked = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : undefined;
      if (entry.isDirectory() || linked?.isDirectory() === true) {
        if (isLeftOut(entry.name, path, isPackage)) continue;
        if (linked === undefined) await walk(path, shownPath);
        else await follow(path, shownPath);
      } else if (entry.name === 'package.json') manifests.push(path);
      else if ((entry.isFile() || linked?.isFile() === true) && isSourceName(entry.name)) {
        const fromRoot = relative(options.root, shownPath).replaceAll(sep, '/');
        if (options.exclude.some((glob) => matchesGlob(fromRoot, glob))) continue;
        files.push({
          path,
          included: folders.some((inside) => shownPath.startsWith(inside.endsWith(sep) ? inside : inside + sep)),
        });
      }
    }
  };

  const follow = async (link: string, shown: string): Promise<void> => {
    const target = realpathSync(link);
    const isInside = target === realRoot || target.startsWith(realRoot + sep);
    const isKnown = [...links.values()].includes(target);
    links.set(link, isInside ? join(options.root, relative(realRoot, target)) : target);
    // What is inside of the root is met where it is; what holds the root would be met without end.
    if (!isInside && !isKnown && !realRoot.startsWith(target + sep)) await walk(target, shown);
  };

  await walk(options.root, options.root);
  return { files, manifests, links };
}

function isSourceName(name: string): boolean {
  return sourceName.test(name) && !leftOutName.test(name);
}

function isLeftOut(name: string, path: string, isPackage: boolean): boolean {
  if (skippedFolders.has(name) || name.startsWith('.')) return true;
  if (outputFolders.has(name)) return isPackage || /^(?:public|static)$/.test(basename(dirname(path)));
  return testFolders.has(name) && (isPackage || existsSync(join(path, 'package.json')));
}

/** Beside a manifest, or at the top of a tree that no package holds. */
function isPackageTop(folder: string, root: string, names: ReadonlySet<string>): boolean {
  if (names.has('package.json')) return true;
  if (folder !== root) return false;
  for (let at = dirname(folder); at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, 'package.json'))) return false;
  return true;
}
