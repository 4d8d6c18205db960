import { withoutComments } from '../source/without-comments.ts';
import { YamlFile, type YamlNode } from '../source/yaml-file.ts';
import type { PackageFile } from './package-file.ts';
import { join, type Repository } from './repository.ts';
import { dependenciesOf } from './workspace.ts';

/** One script of one package that a task runner runs, and which of the others have to have succeeded before it. */
export interface Task {
  file: PackageFile;
  name: string;
  /** Indices of the list that the task is in: all are before its own. */
  after: readonly number[];
  /** The runner keeps what the task printed, and prints it again in place of running it. */
  isCached: boolean;
}

type Named = Pick<Task, 'file' | 'name'>;

/** The tasks that lead to some, each after those that `before` names. A circle is cut where it closes. */
function tasksFrom(
  roots: readonly Named[],
  before: (task: Named) => readonly Named[],
  isCached: (task: Named) => boolean = () => false,
): Task[] {
  const tasks: Task[] = [];
  const open = new Set<string>();
  const indices = new Map<string, number>();
  const visit = (task: Named): number | undefined => {
    const key = `${task.file.file} ${task.name}`;
    const known = indices.get(key);
    if (known !== undefined || open.has(key)) return known;
    open.add(key);
    const after = before(task).flatMap((each) => visit(each) ?? []);
    const index = tasks.push({ ...task, after: [...new Set(after)], isCached: isCached(task) }) - 1;
    indices.set(key, index);
    return index;
  };
  for (const task of roots) visit(task);
  return tasks;
}

function allOf(packages: readonly PackageFile[], names: readonly string[]): Named[] {
  return packages.flatMap((file) => names.map((name) => ({ file, name })));
}

/**
 * Tasks as turbo runs them: each after what `dependsOn` names, `^deploy` in the packages that it depends on, `build` in
 * its own, `backend#deploy` in another. What is not ordered so runs at once. Source: turborepo.com, "Configuring tasks".
 * @param isAlone `--only`: nothing besides what is named
 */
export function turboTasks(
  repository: Repository,
  packages: readonly PackageFile[],
  names: readonly string[],
  isAlone: boolean,
): Task[] {
  const root = repository.packageIn('');
  const settings = (task: Named) => turboSettings(repository, task);
  // The scripts of the root are run only where turbo.json has a task of their own for them.
  const isRunnable = ({ file, name }: Named) =>
    file !== root || repository.packages.length === 1 || rootTasks(repository).includes(name);
  const before = (task: Named): Named[] =>
    (
      settings(task)
        .find((each) => each.at('dependsOn').isThere)
        ?.at('dependsOn').list ?? []
    ).flatMap((written) => {
      if (written.startsWith('^')) return allOf(dependenciesOf(repository, task.file), [written.slice(1)]);
      const [owner = '', name] = written.split('#');
      if (name === undefined) return [{ file: task.file, name: written }];
      const file = owner === '//' ? root : repository.packages.find((each) => each.name === owner);
      return file ? [{ file, name }] : [];
    });
  const isCached = (task: Named) =>
    settings(task)
      .find((each) => each.at('cache').isThere)
      ?.at('cache').text?.text !== 'false';
  return tasksFrom(allOf(packages, names).filter(isRunnable), isAlone ? () => [] : before, isCached);
}

/** What turbo.json says of a task, the closest to it first: in its package, by its full name, by its own. */
function turboSettings(repository: Repository, { file, name }: Named): YamlNode[] {
  const own = turboFile(repository, file.folder);
  const top = turboFile(repository, '');
  return [
    ...(own && file.folder !== '' ? [own.at(name)] : []),
    ...(top ? [top.at(`${file.folder === '' ? '//' : file.name}#${name}`), top.at(name)] : []),
  ].filter(({ isMap }) => isMap);
}

function rootTasks(repository: Repository): string[] {
  return (turboFile(repository, '')?.entries ?? []).flatMap(({ key }) => /^\/\/#(.+)$/.exec(key.text)?.[1] ?? []);
}

/** `tasks`, which was `pipeline` until turbo 1. */
function turboFile(repository: Repository, folder: string): YamlNode | undefined {
  const name = ['turbo.json', 'turbo.jsonc'].find((each) => repository.read(join(folder, each)) !== undefined);
  if (name === undefined) return undefined;
  const { root } = new YamlFile(name, withoutComments(repository.read(join(folder, name)) ?? ''));
  return root.at('tasks').isThere ? root.at('tasks') : root.at('pipeline');
}

/** Targets as nx runs them: each after what `dependsOn` of nx.json or of its package names. */
export function nxTasks(repository: Repository, packages: readonly PackageFile[], names: readonly string[]): Task[] {
  const nx = new YamlFile('nx.json', withoutComments(repository.read('nx.json') ?? '')).root.at('targetDefaults');
  const settings = ({ file, name }: Named) => [
    new YamlFile(file.file, repository.read(file.file) ?? '').root.at('nx').at('targets').at(name),
    nx.at(name),
  ];
  const before = (task: Named): Named[] =>
    (
      settings(task)
        .find((each) => each.at('dependsOn').isThere)
        ?.at('dependsOn').items ?? []
    ).flatMap((each) => {
      const written = each.text?.text ?? each.at('target').text?.text ?? '';
      const isOfOthers = written.startsWith('^') || each.at('dependencies').text?.text === 'true';
      const name = written.replace(/^\^/, '');
      return isOfOthers ? allOf(dependenciesOf(repository, task.file), [name]) : [{ file: task.file, name }];
    });
  const isCached = (task: Named) =>
    settings(task)
      .find((each) => each.at('cache').isThere)
      ?.at('cache').text?.text === 'true';
  return tasksFrom(allOf(packages, names), before, isCached);
}

/** Scripts of packages, each after those of the packages that it depends on, as `pnpm -r` and `lerna run` sort them. */
export function sortedTasks(
  repository: Repository,
  packages: readonly PackageFile[],
  names: readonly string[],
): Task[] {
  const isMeant = new Set(packages);
  // What a package depends on over another one that has no such script is before it all the same.
  const reach = (file: PackageFile, seen: Set<PackageFile>): PackageFile[] =>
    dependenciesOf(repository, file).flatMap((each) => {
      if (seen.has(each)) return [];
      seen.add(each);
      return [...(isMeant.has(each) ? [each] : []), ...reach(each, seen)];
    });
  return tasksFrom(allOf(packages, names), ({ file, name }) => allOf(reach(file, new Set([file])), [name]));
}
