import type { PackageFile } from '../repository/package-file.ts';
import { folderOf, join, type Repository } from '../repository/repository.ts';
import { nxTasks, sortedTasks, type Task, turboTasks } from '../repository/task-graph.ts';
import { inOrderOfWorkspaces, namesChanges, packagesNamed } from '../repository/workspace.ts';
import { YamlFile } from '../source/yaml-file.ts';
import { type Command, shown } from './command.ts';
import { nameMayDeploy } from './deploy-words.ts';
import { anyDeploy, type NotRead, type Reading, type RunScript } from './operation.ts';
import { type CallPlace, hooks, type PackageCall, packageCall } from './package-call.ts';
import { mayLeadToDeploy } from './reachable-text.ts';
import { scriptOfPackage } from './run-script.ts';

/**
 * A package script that is run: `npm run deploy -w web`, `pnpm --filter web deploy:prod`, `turbo run deploy`, `bun run x`.
 * @returns undefined where the command runs no script; another command where it runs one of an installed package
 */
export function readPackageRunner(command: Command): Reading | { command: Command } | undefined {
  const call = packageCall(command.words);
  if (!call) return readPublisher(command);
  if (call.kind === 'command') return { command: { ...inPlace(command, call.place), words: call.words } };
  if (call.kind === 'hooks') return readHooks(command, call);
  if (call.kind === 'own')
    return {
      kind: 'unread',
      what: `\`${shown(command.words)}\` is ${call.manager}'s own command, and no script`,
      mayBe: [],
    };

  const asCommand = () => ({ command: { ...inPlace(command, call), words: [...call.scripts, ...call.args] } });
  const packages = packagesOf(command, call);
  if (packages === undefined) {
    // A name that no package has as a script is a command of an installed package, wherever it is run.
    const isScript = command.repository.packages.some(({ scripts }) => call.scripts.some((name) => scripts.has(name)));
    if (call.mayBeCommand && !isScript && command.machine === 'runner') return asCommand();
    return notFound(command, call, 'is run where its package cannot be read');
  }
  const unread = call.manager === 'nx' ? targetsNotFollowed(command.repository, call) : [];
  const tasks = tasksOf(command.repository, call, packages);
  if (!tasks.some(({ file, name }) => file.scripts.has(name))) {
    if (unread.length > 0) return { kind: 'scripts', scripts: [], together: false, unread };
    return call.mayBeCommand
      ? asCommand()
      : notFound(command, call, 'runs no script that a package of the repository has');
  }
  return { kind: 'scripts', ...scriptsOf(command, call, tasks), together: false, unread };
}

/** The command in the folder that an option of its manager names; nobody can tell where it names several packages. */
function inPlace(command: Command, { folder, filters, everywhere }: CallPlace): Command {
  const { repository } = command;
  if (filters.length > 0 || everywhere) {
    const named = everywhere ? [] : filters.flatMap((filter) => packagesNamed(repository, filter));
    return { ...command, folder: named.length === 1 ? named[0]?.folder : undefined };
  }
  if (folder === undefined || command.folder === undefined) return command;
  return { ...command, folder: /^[/~]|\$/.test(folder) ? undefined : join(command.folder, folder) };
}

/** Scripts around `npm version`, `npm publish`, `npm ci`, where the package has them. */
function readHooks(command: Command, call: { scripts: readonly string[]; place: CallPlace }): Reading | undefined {
  const { folder, repository, machine } = inPlace(command, call.place);
  const file = folder === undefined || machine !== 'runner' ? undefined : repository.packageAbove(folder);
  const scripts = call.scripts.flatMap((name) => {
    const script = file?.scripts.get(name);
    return file && script ? [scriptOfPackage(script, '', file.folder, command)] : [];
  });
  return scripts.length === 0 ? undefined : { kind: 'scripts', scripts, together: false };
}

/** Tools that publish every package of a workspace, each with its own scripts around it. */
const publishers = /^(?:changeset publish|lerna (?:publish|version)|nx release|rush publish)\b/;

function readPublisher({ words, repository }: Command): Reading | undefined {
  if (!publishers.test(words.join(' '))) return undefined;
  const around = [...hooks.version, ...hooks.publish];
  const deploys = repository.packages.some(({ scripts, folder }) =>
    around.some((name) => mayLeadToDeploy(repository, scripts.get(name)?.text ?? '', folder)),
  );
  const what = `\`${shown(words)}\` runs scripts of the packages that it publishes`;
  return deploys ? { kind: 'unread', what, mayBe: anyDeploy } : undefined;
}

/** Targets of nx in `project.json` are not followed. */
function targetsNotFollowed(repository: Repository, { scripts, filters }: PackageCall): NotRead[] {
  const files = repository.files.list().filter((file) => file === 'project.json' || file.endsWith('/project.json'));
  return files.flatMap((file): NotRead[] => {
    const text = repository.read(file) ?? '';
    const { root } = new YamlFile(file, text);
    const name = root.at('name').text?.text ?? folderOf(file);
    const isMeant = filters.length === 0 || filters.includes(name) || filters.some((each) => /[*$]/.test(each));
    if (!isMeant || !scripts.some((script) => root.at('targets').at(script).isThere)) return [];
    const mayDeploy = scripts.some(nameMayDeploy) || mayLeadToDeploy(repository, text, folderOf(file));
    return [{ what: `the target ${scripts.join(', ')} of ${file} is not followed`, mayBe: mayDeploy ? anyDeploy : [] }];
  });
}

function notFound(command: Command, call: PackageCall, why: string): Reading {
  // `npm run gate` of a checked-out Airlock.
  if (call.scripts.includes('gate') && command.folder === undefined)
    return {
      kind: 'operation',
      recognised: { role: 'gate', platform: 'airlock', target: 'nothing', command: shown(command.words), unit: 'gate' },
    };
  // Where its package cannot be told, the script of any package may be meant.
  const mayDeploy = call.scripts.some(
    (script) => nameMayDeploy(script) || mayLeadToDeploy(command.repository, script, undefined),
  );
  const mayBe = mayDeploy ? anyDeploy : [];
  return { kind: 'unread', what: `\`${shown(command.words)}\` ${why}`, mayBe };
}

/** The packages whose script is meant; undefined where nobody can tell in which folder the command runs. */
function packagesOf({ repository, folder, machine }: Command, call: PackageCall): PackageFile[] | undefined {
  // A filter names packages of the whole workspace, wherever in it the command is run.
  if (machine === 'runner' && call.filters.length > 0 && !call.filters.some((filter) => filter.includes('$'))) {
    const named = packagesFiltered(repository, call.filters);
    if (folder !== undefined || named.length > 0) return named;
  }
  if (folder === undefined || machine !== 'runner' || call.folder?.includes('$')) return undefined;
  const at = join(folder, call.folder ?? '');
  if (call.everywhere) return everyPackage(repository, call);
  const own = repository.packageAbove(at);
  return own ? [own] : [];
}

function packagesFiltered(repository: Repository, filters: readonly string[]): PackageFile[] {
  const taken = filters.filter((filter) => !filter.startsWith('!'));
  const left = filters.filter((filter) => filter.startsWith('!')).map((filter) => filter.slice(1));
  const without = new Set(left.flatMap((filter) => packagesNamed(repository, filter)));
  const named = taken.length === 0 ? repository.packages : taken.flatMap((filter) => packagesNamed(repository, filter));
  return [...new Set(named)].filter((file) => !without.has(file));
}

/** Managers that walk through a workspace leave its root out, unless they are told not to. */
function everyPackage(repository: Repository, { manager, flags }: PackageCall): PackageFile[] {
  const all = repository.packages;
  const withRoot = all.length === 1 || manager === 'turbo' || manager === 'nx' || manager === 'yarn';
  return withRoot || flags.includes('--include-workspace-root') ? all : all.filter(({ folder }) => folder !== '');
}

/** What is run in which order, as each manager orders it. */
function tasksOf(repository: Repository, call: PackageCall, packages: readonly PackageFile[]): Task[] {
  const { manager, scripts, flags } = call;
  if (manager === 'turbo') return turboTasks(repository, packages, scripts, flags.includes('--only'));
  if (manager === 'nx') return nxTasks(repository, packages, scripts);
  const unordered = (files: readonly PackageFile[]) =>
    files.flatMap((file) => scripts.map((name): Task => ({ file, name, after: [], isCached: false })));
  const letters = flags.filter((flag) => /^-[A-Za-z]+$/.test(flag)).join('');
  if (manager === 'npm')
    return inSequence(unordered(call.everywhere ? inOrderOfWorkspaces(repository, packages) : packages));
  if (manager === 'yarn') {
    const isSorted = flags.some((flag) => flag.startsWith('--topological')) || letters.includes('t');
    const tasks = isSorted
      ? sortedTasks(repository, packages, scripts)
      : unordered(inOrderOfWorkspaces(repository, packages));
    return flags.includes('--parallel') || letters.includes('p') ? tasks : inSequence(tasks);
  }
  if (flags.includes('--parallel') || flags.includes('--no-sort')) return unordered(packages);
  const tasks = sortedTasks(repository, packages, scripts);
  return flags.some((flag) => /^--(?:workspace-)?concurrency=1$|^--sequential$/.test(flag)) ? inSequence(tasks) : tasks;
}

function inSequence(tasks: readonly Task[]): Task[] {
  return tasks.map((task, index) => ({ ...task, after: index === 0 ? [] : [index - 1] }));
}

/** The scripts of all tasks, each with its `pre` and `post`, and which scripts each of them waits for. */
function scriptsOf(
  command: Command,
  call: PackageCall,
  tasks: readonly Task[],
): { scripts: RunScript[]; waits: number[][] } {
  const scripts: RunScript[] = [];
  const waits: number[][] = [];
  // The last scripts of each task; a task without a script has those of the tasks before it.
  const ends: number[][] = [];
  const hasHooks = call.manager !== 'turbo' && call.manager !== 'nx';
  for (const task of tasks) {
    const { file, name } = task;
    let before = [...new Set(task.after.flatMap((index) => ends[index] ?? []))];
    for (const each of hasHooks ? [`pre${name}`, name, `post${name}`] : [name]) {
      const script = file.scripts.get(each);
      if (!script) continue;
      const args = each === name && call.scripts.includes(name) ? shown(call.args) : '';
      const run = { ...scriptOfPackage(script, args, file.folder, command), ...conditionOf(command, call, task) };
      waits.push(before);
      before = [scripts.push(run) - 1];
    }
    ends.push(before);
  }
  return { scripts, waits };
}

/** Why a runner may leave a task out, and go on: what it names was not changed, or it remembers the task. */
function conditionOf(command: Command, call: PackageCall, { file, name, isCached }: Task): Pick<RunScript, 'onlyIf'> {
  const { manager, flags, filters } = call;
  const called = `${name} of ${file.name ?? (file.folder || 'the root')}`;
  const isChanged = flags.includes('--affected') || filters.some(namesChanges);
  if (isChanged)
    return {
      onlyIf: {
        name: `${manager} finds changes for ${called}`,
        whenTrue: `${manager} finds changes for ${called}`,
        whenFalse: `${manager} finds no changes for ${called}`,
        remedy:
          'Deploy all of it in every run: after a deploy that failed, the next commit may not touch what is missing.',
      },
    };
  const remote = { turbo: 'TURBO_TOKEN', nx: 'NX_CLOUD_ACCESS_TOKEN' }[manager];
  const isForced = flags.some((flag) => /^--(?:force|skip-?nx-?cache|no-cache)\b/i.test(flag));
  if (!isCached || isForced || remote === undefined || command.reach(remote) !== 'set') return {};
  return {
    onlyIf: {
      name: `${manager} runs ${called}`,
      whenTrue: `${manager} has not cached ${called}`,
      whenFalse: `${manager} has ${called} in its remote cache, and does not run it`,
      remedy: `Write \`"cache": false\` for the task ${name}: a deploy has to be done, and not remembered.`,
    },
  };
}
