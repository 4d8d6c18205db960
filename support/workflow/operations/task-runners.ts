import { basename } from 'node:path/posix';
import { folderOf, join, type Repository } from '../repository/repository.ts';
import { YamlFile } from '../source/yaml-file.ts';
import { type Command, shown } from './command.ts';
import { nameChangesNothing, nameMayDeploy } from './deploy-words.ts';
import { anyDeploy, ordinary, type Reading } from './operation.ts';
import { mayLeadToDeploy } from './reachable-text.ts';

/** A task runner whose tasks are in a file of its own, which is not followed. */
interface Runner {
  files: readonly string[];
  /** The text of what a task runs; undefined where the file does not say it. Without it, the whole file counts. */
  textOf?: (text: string, task: string | undefined, file: string) => string | undefined;
  /** Options that take the next word. */
  withValue?: readonly string[];
  /** Looks in the folders above as well. */
  climbs?: boolean;
  /** Words between the runner and its task: `mise run`. */
  verbs?: readonly string[];
  /** Folders in which each task is a file of its own. */
  taskFolders?: readonly string[];
  /** Every project has such a file, and a task names its project: `moon run web:up`. */
  ofProjects?: true;
}

const runners: Readonly<Record<string, Runner>> = {
  make: { files: ['GNUmakefile', 'makefile', 'Makefile'], textOf: makeText, withValue: ['-C', '-f', '-I', '-o'] },
  gmake: { files: ['GNUmakefile', 'makefile', 'Makefile'], textOf: makeText, withValue: ['-C', '-f', '-I', '-o'] },
  just: {
    files: ['justfile', 'Justfile', '.justfile'],
    textOf: justText,
    withValue: ['-f', '-d', '--justfile'],
    climbs: true,
  },
  task: {
    files: ['Taskfile.yml', 'Taskfile.yaml', 'taskfile.yml', 'Taskfile.dist.yml'],
    textOf: taskText,
    climbs: true,
    withValue: ['-t', '-d', '--dir', '--taskfile'],
  },
  rake: { files: ['Rakefile', 'rakefile', 'Rakefile.rb'] },
  gulp: { files: ['gulpfile.js', 'gulpfile.mjs', 'gulpfile.ts'] },
  grunt: { files: ['Gruntfile.js', 'Gruntfile.cjs'] },
  mage: { files: ['magefile.go'] },
  invoke: { files: ['tasks.py'] },
  inv: { files: ['tasks.py'] },
  fab: { files: ['fabfile.py'] },
  earthly: { files: ['Earthfile'], ofProjects: true },
  dagger: { files: ['dagger.json'], verbs: ['call', 'run'] },
  bazel: { files: ['BUILD', 'BUILD.bazel'], verbs: ['run', 'build', 'test'], ofProjects: true },
  mise: {
    files: ['mise.toml', '.mise.toml', '.config/mise.toml', '.config/mise/config.toml'],
    verbs: ['run', 'r'],
    climbs: true,
    taskFolders: ['mise-tasks', '.mise-tasks', 'mise/tasks', '.mise/tasks', '.config/mise/tasks'],
  },
  moon: { files: ['moon.yml'], verbs: ['run'], ofProjects: true },
  'semantic-release': {
    files: ['.releaserc', '.releaserc.json', '.releaserc.yaml', '.releaserc.yml', 'release.config.js'],
  },
  'release-it': { files: ['.release-it.json', '.release-it.yaml', '.release-it.js', '.release-it.ts'] },
  goreleaser: { files: ['.goreleaser.yaml', '.goreleaser.yml'] },
  devbox: { files: ['devbox.json'], verbs: ['run'] },
  deno: { files: ['deno.json', 'deno.jsonc'], verbs: ['task'] },
  composer: { files: ['composer.json'], verbs: ['run', 'run-script'] },
};

/**
 * `make ship`, `just up`, `task prod`: a task of a file that is not followed. It is named where what it runs has the
 * words of a deploy, where its name has, and where the file cannot be read.
 */
export function readTaskRunner(command: Command): Reading | undefined {
  const [name = '', ...words] = command.words;
  const runner = Object.hasOwn(runners, name) ? runners[name] : undefined;
  if (!runner) return undefined;
  const rest = operandsOf(words, runner.withValue ?? []);
  if (runner.verbs && !runner.verbs.includes(rest[0] ?? '')) return undefined;
  const tasks = (runner.verbs ? rest.slice(1) : rest).filter((word) => !/^\w+=/.test(word));

  const what = `\`${shown(command.words)}\` does what its own files say`;
  if (tasks.some(nameMayDeploy)) return { kind: 'unread', what, mayBe: anyDeploy };
  if (command.machine === 'server' && !tasks.every(nameChangesNothing))
    return { kind: 'unread', what, mayBe: anyDeploy };
  const found = fileOf(command, runner, words) ?? ofProjects(command, runner);
  const ofTasks = tasks.flatMap((task) => taskFile(command, runner, task));
  if (ofTasks.some(({ file, text }) => mayLeadToDeploy(command.repository, text, folderOf(file))))
    return { kind: 'unread', what, mayBe: anyDeploy };
  if (!found) return { kind: 'unread', what, mayBe: [] };
  const texts = (tasks.length > 0 ? tasks : [undefined]).map((task) =>
    runner.textOf ? runner.textOf(found.text, task, found.file) : found.text,
  );
  // Where the rules do not say what a task runs, anything in the file may be it.
  const isOpen = texts.includes(undefined);
  const text = isOpen ? found.text : texts.join('\n');
  if (mayLeadToDeploy(command.repository, text, folderOf(found.file)))
    return { kind: 'unread', what, mayBe: anyDeploy };
  return isOpen ? { kind: 'unread', what, mayBe: [] } : ordinary;
}

/** The files of all projects as one text. */
function ofProjects({ repository, machine }: Command, runner: Runner): ReturnType<typeof fileOf> {
  if (!runner.ofProjects || machine !== 'runner') return undefined;
  const files = repository.files.list().filter((file) => runner.files.includes(basename(file)));
  const [first] = files;
  return first === undefined
    ? undefined
    : { file: first, text: files.map((file) => repository.read(file) ?? '').join('\n') };
}

/** A task that is a file of its own: `.mise/tasks/up`. */
function taskFile({ repository, folder, machine }: Command, { taskFolders = [] }: Runner, task: string) {
  if (folder === undefined || machine !== 'runner') return [];
  const name = task.replaceAll(':', '/');
  const found = taskFolders.flatMap((each) =>
    ['', '.sh', '.js', '.mjs', '.ts', '.py'].map((end) => join(folder, each, name + end)),
  );
  return found.flatMap((file) => read(repository, file) ?? []);
}

function operandsOf(words: readonly string[], withValue: readonly string[]): string[] {
  const rest = [...words];
  const operands: string[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (withValue.includes(word)) rest.shift();
    else if (!word.startsWith('-')) operands.push(word);
  }
  return operands;
}

/** The nearest of the files at the folder of a command or above it; `-C folder` and `-f file` as they are given. */
function fileOf(
  { repository, folder, machine }: Command,
  { files, climbs = false }: Runner,
  words: readonly string[],
): { file: string; text: string } | undefined {
  if (folder === undefined || machine !== 'runner') return undefined;
  const given = (options: readonly string[]) => words[words.findIndex((word) => options.includes(word)) + 1];
  const changed = words.some((word) => ['-C', '-d', '--dir'].includes(word)) ? given(['-C', '-d', '--dir']) : undefined;
  const at = join(folder, changed ?? '');
  const named = words.some((word) => ['-f', '--justfile', '-t', '--taskfile'].includes(word))
    ? given(['-f', '--justfile', '-t', '--taskfile'])
    : undefined;
  return named === undefined ? nearest(repository, at, files, climbs) : read(repository, join(at, named));
}

function nearest(
  repository: Repository,
  folder: string,
  names: readonly string[],
  climbs: boolean,
): ReturnType<typeof fileOf> {
  for (const name of names) {
    const found = read(repository, join(folder, name));
    if (found) return found;
  }
  const isEnd = !climbs || folder === '' || folder.startsWith('..');
  return isEnd ? undefined : nearest(repository, folderOf(folder), names, climbs);
}

function read(repository: Repository, file: string): ReturnType<typeof fileOf> {
  const text = repository.read(file);
  return text === undefined ? undefined : { file, text };
}

interface Rule {
  names: readonly string[];
  needs: readonly string[];
  body: string;
}

/** What a target of a Makefile runs, with its prerequisites; undefined where the rules do not say. */
function makeText(text: string, target: string | undefined): string | undefined {
  // What these bring is in no rule of the file.
  if (/^\s*-?include\b|^\s*define\b|\$\(eval|\$\(call/m.test(text)) return undefined;
  const rules = rulesOf(text, /^([^\s#:=][^:=#]*?)\s*::?(?!=)\s*([^#;]*)(?:;(.*))?$/);
  const first = rules.find(({ names }) => !names[0]?.startsWith('.'))?.names[0];
  const body = closure(rules, target ?? first);
  // What variables hold may be any command.
  const variables = text.split('\n').filter((line) => /^\s*(?:export )?\w+\s*[:?+]?=/.test(line));
  return body === undefined ? undefined : [body, ...(/\$[({]\w/.test(body) ? variables : [])].join('\n');
}

function justText(text: string, recipe: string | undefined): string | undefined {
  if (/^(?:import|mod)\b/m.test(text)) return undefined;
  const rules = rulesOf(text, /^@?([\w-]+)(?:\s+[^:]*?)?:(?!=)\s*([^#]*)()$/);
  const body = closure(rules, recipe ?? rules[0]?.names[0]);
  const variables = text.split('\n').filter((line) => /^\w+\s*:=/.test(line));
  return body === undefined ? undefined : [body, ...(body.includes('{{') ? variables : [])].join('\n');
}

/** Rules and their indented lines. */
function rulesOf(text: string, head: RegExp): Rule[] {
  const rules: { names: string[]; needs: string[]; body: string }[] = [];
  for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
    const [, names, needs = '', inline = ''] = /^\s/.test(line) ? [] : (head.exec(line) ?? []);
    if (names !== undefined)
      rules.push({ names: words(names), needs: words(needs.replace(/[|()]|&&/g, ' ')), body: `${inline}\n` });
    else {
      const last = rules.at(-1);
      if (last && /^\s+\S/.test(line)) last.body += `${line.trim()}\n`;
    }
  }
  return rules;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** What a target runs and all that it needs; undefined where no rule has its name, or a name is computed. */
function closure(rules: readonly Rule[], target: string | undefined): string | undefined {
  const own = rules.filter(({ names }) => target !== undefined && names.includes(target));
  if (own.length === 0 || own.some(({ needs }) => needs.some((need) => need.includes('$')))) return undefined;
  const seen = new Set<Rule>();
  const visit = (name: string): void => {
    for (const rule of rules.filter(({ names }) => names.includes(name))) {
      if (seen.has(rule)) continue;
      seen.add(rule);
      for (const need of rule.needs) visit(need);
      // `$(MAKE) other`, `just other`, `make other`.
      for (const [, called = ''] of rule.body.matchAll(/(?:\$[({]MAKE[)}]|\bmake|\bjust)((?: [\w-]+)+)/g))
        for (const each of words(called)) visit(each);
    }
  };
  visit(target ?? '');
  return [...seen].map(({ body }) => body).join('\n');
}

/** What a task of a Taskfile runs, with its `deps` and the tasks that it calls. */
function taskText(text: string, task: string | undefined, file: string): string | undefined {
  const { root } = new YamlFile(file, text);
  const tasks = root.at('tasks');
  if (root.at('includes').isThere) return undefined;
  const names = tasks.entries.map(({ key }) => key.text);
  const texts: string[] = [];
  const seen = new Set<string>();
  const visit = (name: string): boolean => {
    if (seen.has(name)) return true;
    if (!names.includes(name)) return false;
    seen.add(name);
    const own = sourceOf(text, name);
    texts.push(own);
    const called = [...own.matchAll(/\btask:\s*([\w:-]+)/g)].map(([, each = '']) => each);
    const deps = tasks.at(name).at('deps').list ?? [];
    return [...called, ...deps].every(visit);
  };
  return visit(task ?? 'default') ? texts.join('\n') : undefined;
}

/** The lines of a task, from its name to the next key of the same depth. */
function sourceOf(text: string, name: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.trimStart().startsWith(`${name}:`) && /^\s/.test(line));
  const depth = /^\s*/.exec(lines[at] ?? '')?.[0].length ?? 0;
  const after = lines.slice(at + 1);
  const end = after.findIndex((line) => line.trim() !== '' && (/^\s*/.exec(line)?.[0].length ?? 0) <= depth);
  return [lines[at] ?? '', ...after.slice(0, end < 0 ? undefined : end)].join('\n');
}
