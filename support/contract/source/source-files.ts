import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, matchesGlob, relative, sep } from 'node:path';

/** A source file of the tree. */
interface SourceFile {
  /** Absolute. */
  path: string;
  /** Whether it is in one of the folders that were asked for. */
  included: boolean;
}

/** The files of a tree that matter for its references. */
export interface SourceTree {
  files: readonly SourceFile[];
  /** Absolute paths of included files in other languages, which may call Convex by a client of their own. */
  others: readonly string[];
  /** Absolute paths of its `package.json` files. */
  manifests: readonly string[];
  /** Real paths of linked folders, by the paths of their links. */
  links: ReadonlyMap<string, string>;
}

const skippedFolders = new Set(['node_modules', '_generated', '__tests__', '__mocks__']);
/** Build output where they are at the top of a package. Further down, a page or a feature may have such a name. */
const outputFolders = new Set(['dist', 'build', 'out', 'coverage']);
/** Tests where they are at the top of a package. */
const testFolders = new Set(['e2e', 'test', 'tests', 'cypress', 'playwright']);
const sourceName = /\.([cm]?[jt]sx?|vue|svelte|astro|mdx)$/;
const otherName = /\.(?:py|rs|swift|kts?|java|dart|go|rb|php|cs|exs?|sh|bash|zsh)$/;
/** Tests, dependencies and output of other languages. */
const leftOutOther =
  /(?:^|\/)(?:venv|site-packages|__pycache__|target|vendor|Pods|DerivedData|tests?|androidTest)\/|(?:^|\/)(?:test_[^/]*|conftest|[^/]*(?:_test|Tests?))\.\w+$/;
const leftOutName =
  /\.(?:test|spec|stories|story|cy|e2e|bench|(?:test|spec)-d)\.[^.]+$|\.d(?:\.[^.]+)?\.[cm]?ts$|^(?:vitest|jest|playwright|cypress)\.[\w.-]+$|^setupTests\./;

interface TreeOptions {
  root: string;
  include: readonly string[];
  exclude: readonly string[];
}

/**
 * Walks `root` once. Folders of build output, dependencies and tests are skipped, as are dot folders (`.next` among them) and files that
 * match a glob of `exclude`. A linked folder is read at its real path. A file is `included` when it is inside one of the folders of `include`;
 * the others are only needed where an included file imports them.
 * @throws where `root` or a folder of `include` cannot be read
 */
export async function readSourceTree(options: TreeOptions): Promise<SourceTree> {
  const walk = new TreeWalk(options);
  for (const folder of walk.included) await readdir(folder);
  await walk.read(options.root, options.root);
  return walk;
}

class TreeWalk implements SourceTree {
  readonly files: SourceFile[] = [];
  readonly others: string[] = [];
  readonly manifests: string[] = [];
  readonly links = new Map<string, string>();
  readonly included: readonly string[];
  readonly #root: string;
  readonly #realRoot: string;
  readonly #exclude: readonly string[];

  constructor({ root, include, exclude }: TreeOptions) {
    this.included = include.map((folder) => join(root, folder));
    this.#root = root;
    this.#realRoot = realpathSync(root);
    this.#exclude = exclude;
  }

  /** @param shown the path of the folder in the tree: of a linked one, that of its link */
  async read(folder: string, shown: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true });
    const isPackage = isPackageTop(folder, this.#root, new Set(entries.map(({ name }) => name)));
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const [path, shownPath] = [join(folder, entry.name), join(shown, entry.name)];
      const linked = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : undefined;

      if (entry.isDirectory() || linked?.isDirectory() === true) {
        if (isLeftOut(entry.name, path, isPackage)) continue;
        if (linked === undefined) await this.read(path, shownPath);
        else await this.#follow(path, shownPath);
      } else if (entry.name === 'package.json') this.manifests.push(path);
      else if (entry.isFile() || linked?.isFile() === true) this.#addFile(path, shownPath);
    }
  }

  #addFile(path: string, shown: string): void {
    const fromRoot = relative(this.#root, shown).replaceAll(sep, '/');
    if (this.#exclude.some((glob) => matchesGlob(fromRoot, glob))) return;
    const included = this.included.some((folder) => shown.startsWith(folder.endsWith(sep) ? folder : folder + sep));
    if (isSourceName(basename(path)) || isPageOfConvex(path)) this.files.push({ path, included });
    else if (included && otherName.test(path) && !leftOutOther.test(fromRoot)) this.others.push(path);
  }

  async #follow(link: string, shown: string): Promise<void> {
    const target = realpathSync(link);
    const isInside = target === this.#realRoot || target.startsWith(this.#realRoot + sep);
    const isKnown = [...this.links.values()].includes(target);
    this.links.set(link, isInside ? join(this.#root, relative(this.#realRoot, target)) : target);

    // A folder inside of the root is read at its own place. One that contains the root would be read without end.
    if (!isInside && !isKnown && !this.#realRoot.startsWith(target + sep)) await this.read(target, shown);
  }
}

/** A page without a build may call Convex from the scripts in it. */
function isPageOfConvex(path: string): boolean {
  return path.endsWith('.html') && /convex/i.test(readFileSync(path, 'utf8'));
}

function isSourceName(name: string): boolean {
  return sourceName.test(name) && !leftOutName.test(name);
}

function isLeftOut(name: string, path: string, isPackage: boolean): boolean {
  if (skippedFolders.has(name) || name.startsWith('.')) return true;
  if (outputFolders.has(name)) return isPackage || /^(?:public|static)$/.test(basename(dirname(path)));
  return testFolders.has(name) && (isPackage || existsSync(join(path, 'package.json')));
}

/** Whether a folder has a manifest, or is the top of a tree that is not part of a package. */
function isPackageTop(folder: string, root: string, names: ReadonlySet<string>): boolean {
  if (names.has('package.json')) return true;
  if (folder !== root) return false;
  for (let at = dirname(folder); at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, 'package.json'))) return false;
  return true;
}
