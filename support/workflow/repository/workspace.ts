import { YamlFile } from '../source/yaml-file.ts';
import type { PackageFile } from './package-file.ts';
import { join, type Repository } from './repository.ts';

/**
 * The packages that a filter of pnpm, turbo or npm's `-w` names: by name, by folder (`./apps/web`), with `*`, and with
 * the dots of pnpm (`web...`, `...web`), which name dependencies and dependents besides.
 */
export function packagesNamed(repository: Repository, filter: string): PackageFile[] {
  const wanted = filter.replace(/^\.{3}\^?|\^?\.{3}$/g, '').replace(/^\{(.*)\}$/, '$1');
  const asFolder = join('', wanted.replace(/^\.\//, ''));
  const form = new RegExp(`^${wanted.split('*').map(RegExp.escape).join('.*')}$`);
  return repository.packages.filter(
    ({ name, folder }) => (name !== undefined && (form.test(name) || nameOnly(name) === wanted)) || folder === asFolder,
  );
}

/** `web` of `@acme/web`: pnpm and turbo take it where it is the only one. */
function nameOnly(name: string): string {
  return name.replace(/^@[^/]+\//, '');
}

/** Whether turbo runs a task of a package's dependencies before the package's own: `dependsOn: ["^deploy"]`. */
export function runsDependenciesFirst(repository: Repository, task: string): boolean {
  const text = repository.read('turbo.json');
  if (text === undefined) return false;
  const { root } = new YamlFile('turbo.json', text);
  // `pipeline` until turbo 1, `tasks` since.
  const settings = [root.at('tasks').at(task), root.at('pipeline').at(task)];
  return settings.some((each) => (each.at('dependsOn').list ?? []).includes(`^${task}`));
}

/** What turbo runs in the same package before a task: `build` of `dependsOn: ["build"]`. */
export function tasksBefore(repository: Repository, task: string): string[] {
  const text = repository.read('turbo.json');
  if (text === undefined) return [];
  const { root } = new YamlFile('turbo.json', text);
  const listed = root.at('tasks').at(task).at('dependsOn').list ?? root.at('pipeline').at(task).at('dependsOn').list;
  return (listed ?? []).filter((each) => !each.startsWith('^') && !each.includes('#'));
}

/** Dependencies before dependents. */
export function inOrderOfDependencies(packages: readonly PackageFile[]): PackageFile[] {
  const ordered: PackageFile[] = [];
  const visit = (file: PackageFile, trail: readonly PackageFile[]) => {
    if (ordered.includes(file) || trail.includes(file)) return;
    const before = packages.filter(({ name }) => name !== undefined && file.dependencies.has(name));
    for (const each of before) visit(each, [...trail, file]);
    ordered.push(file);
  };
  for (const file of packages) visit(file, []);
  return ordered;
}
