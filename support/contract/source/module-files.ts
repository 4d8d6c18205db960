import { statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isGeneratedApi } from './convex-exports.ts';

/**
 * What an import resolves to: Convex's generated `api`, source files of the tree (several where each platform has one of its own), or
 * something outside of the tree.
 */
export type ModuleTarget = { to: 'generated-api' } | { to: 'files'; files: readonly string[] } | { to: 'outside' };

export const outside: ModuleTarget = { to: 'outside' };

const extensions = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs', '.vue', '.svelte'];
/** React Native picks `list.native.ts` over `list.ts`. Source: https://reactnative.dev/docs/platform-specific-code */
const platforms = ['.web', '.native', '.ios', '.android'];

/** The source files of a tree, found by paths as imports write them: without an extension, or with that of the compiled file. */
export class ModuleFiles {
  readonly #root: string;
  readonly #files: ReadonlySet<string>;
  readonly #links: ReadonlyMap<string, string>;

  /**
   * @param files absolute paths of the sources below `root` that ship
   * @param links real paths of linked folders, by the paths of their links
   */
  constructor(root: string, files: ReadonlySet<string>, links: ReadonlyMap<string, string>) {
    this.#root = root;
    this.#files = files;
    this.#links = links;
  }

  /** The first of `paths` that is a module. */
  locateFirst(paths: readonly string[]): ModuleTarget {
    for (const path of paths) {
      const target = this.locate(path);
      if (target.to !== 'outside') return target;
    }
    return outside;
  }

  /** The module at an absolute path. Files outside of the root count too, unless `within` is `root`. */
  locate(written: string, within: 'anywhere' | 'root' = 'anywhere'): ModuleTarget {
    const path = this.#withoutLinks(written);
    if (isGeneratedApi(path.replaceAll(sep, '/'))) return { to: 'generated-api' };

    const exists = (candidate: string) =>
      this.#files.has(candidate) || (within === 'anywhere' && this.#isSourceElsewhere(candidate));
    const files = this.#filesAt(path, exists);
    if (files.length > 0) return { to: 'files', files };

    const index = extensions.map((extension) => join(path, `index${extension}`)).find(exists);
    return index === undefined ? outside : { to: 'files', files: [index] };
  }

  #filesAt(path: string, exists: (candidate: string) => boolean): string[] {
    const isWhole = extensions.some((extension) => path.endsWith(extension));
    // TypeScript imports its sources by the names of the compiled files.
    const base = isWhole ? path.replace(/\.([cm]?)jsx?$/, '') : path;
    const candidates = [...(isWhole ? [path] : []), ...extensions.map((extension) => base + extension)];
    const plain = candidates.find(exists);

    const variants = platforms
      .flatMap((platform) => extensions.map((extension) => base + platform + extension))
      .filter((candidate) => this.#files.has(candidate));
    return plain === undefined ? variants : [plain, ...variants];
  }

  /** Every source below the root is known; outside of it, only the disk can tell. */
  #isSourceElsewhere(path: string): boolean {
    return !path.startsWith(this.#root + sep) && !path.includes(`${sep}node_modules${sep}`) && isFile(path);
  }

  #withoutLinks(path: string): string {
    for (const [link, target] of this.#links) if (path.startsWith(link + sep)) return target + path.slice(link.length);
    return path;
  }
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
