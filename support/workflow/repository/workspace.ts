import type { PackageFile } from './package-file.ts';
import { join, type Repository } from './repository.ts';

/**
 * The packages that a filter of pnpm, turbo or npm's `-w` names: by name, by folder (`./apps/web`), with `*`, and with
 * the dots of pnpm: `web...` is web and what it depends on, `...web` web and what depends on it, and `^` leaves web out.
 * Source: pnpm.io, "Filtering".
 */
export function packagesNamed(repository: Repository, filter: string): PackageFile[] {
  const [, dependents, , wanted = '', isWithoutItself, dependencies] =
    /^(\.{3})?(\^)?(.*?)(\^)?(\.{3})?$/.exec(filter.replace(/\[[^\]]*\]/, '')) ?? [];
  const own = wanted === '' ? repository.packages : packagesCalled(repository, wanted.replace(/^\{(.*)\}$/, '$1'));
  const found = new Set(isWithoutItself ? [] : own);
  if (dependencies) for (const each of own) addReached(each, (file) => dependenciesOf(repository, file), found);
  if (dependents) for (const each of own) addReached(each, (file) => dependentsOf(repository, file), found);
  return [...found];
}

/** Whether a filter names what commits have changed, beside packages: `[HEAD^1]`, `...[origin/main]`. */
export function namesChanges(filter: string): boolean {
  return /\[[^\]]+\]/.test(filter);
}

function packagesCalled(repository: Repository, wanted: string): PackageFile[] {
  const asFolder = join('', wanted.replace(/^\.\//, ''));
  const form = new RegExp(`^${wanted.split('*').map(RegExp.escape).join('.*')}$`);
  const folderForm = new RegExp(`^${asFolder.split('*').map(RegExp.escape).join('[^/]*')}$`);
  return repository.packages.filter(
    ({ name, folder }) =>
      (name !== undefined && (form.test(name) || nameOnly(name) === wanted)) || folderForm.test(folder),
  );
}

/** `web` of `@acme/web`: pnpm and turbo take it where it is the only one. */
function nameOnly(name: string): string {
  return name.replace(/^@[^/]+\//, '');
}

/** The packages of the repository that a package depends on. */
export function dependenciesOf(repository: Repository, { dependencies }: PackageFile): PackageFile[] {
  return repository.packages.filter(({ name }) => name !== undefined && dependencies.has(name));
}

function dependentsOf(repository: Repository, { name }: PackageFile): PackageFile[] {
  return repository.packages.filter(({ dependencies }) => name !== undefined && dependencies.has(name));
}

function addReached(file: PackageFile, next: (file: PackageFile) => PackageFile[], found: Set<PackageFile>): void {
  const seen = new Set([file]);
  const visit = (at: PackageFile): void => {
    for (const each of next(at)) {
      if (seen.has(each)) continue;
      seen.add(each);
      found.add(each);
      visit(each);
    }
  };
  visit(file);
}

/**
 * Packages in the order in which npm and yarn walk through a workspace: that of the patterns of `workspaces`, then that
 * of their folders.
 */
export function inOrderOfWorkspaces(repository: Repository, packages: readonly PackageFile[]): PackageFile[] {
  const top = repository.packageIn('');
  const patterns = (top?.workspaces ?? []).map(
    (pattern) => new RegExp(`^${join('', pattern).split('*').map(RegExp.escape).join('[^/]*')}$`),
  );
  const rank = ({ folder }: PackageFile) => {
    const at = patterns.findIndex((pattern) => pattern.test(folder));
    return at < 0 ? patterns.length : at;
  };
  return packages.toSorted((one, other) => rank(one) - rank(other) || one.folder.localeCompare(other.folder));
}
