/** A script that a package manager is asked to run. */
export interface PackageCall {
  kind: 'script';
  manager: string;
  scripts: readonly string[];
  /** Given to the script after its own words. */
  args: readonly string[];
  /** `-C apps/web`, `--prefix`, `--cwd`: relative to where it is run. */
  folder: string | undefined;
  /** `-w web`, `--filter web`. */
  filters: readonly string[];
  /** In every package that has the script: `pnpm -r`, `turbo run` without a filter. */
  everywhere: boolean;
  /** `yarn convex` runs the command of an installed package where there is no script of that name. */
  mayBeCommand: boolean;
}

/** `pnpm deploy` is the manager's own; `pnpm exec x` and the like run a command. */
export type Call = PackageCall | { kind: 'own'; manager: string } | { kind: 'command'; words: readonly string[] };

/** Commands of the managers themselves, which a script of the same name does not replace. */
const own: Readonly<Record<string, RegExp>> = {
  npm: /^(?!run$|run-script$|rum$|test$|t$|start$|stop$|restart$)/,
  pnpm: /^(install|i|add|remove|rm|update|up|link|import|rebuild|prune|fetch|dedupe|audit|list|ls|outdated|why|pack|publish|store|root|bin|setup|env|init|create|patch|server|config|licenses|self-update|approve-builds|cat-file|deploy)$/,
  yarn: /^(install|add|remove|up|upgrade|why|info|list|link|unlink|pack|publish|npm|config|cache|init|set|plugin|plugins|dedupe|audit|import|global|version|node|create)$/,
  bun: /^(install|i|add|remove|rm|update|link|unlink|pm|build|test|init|create|upgrade|outdated|publish|audit|why|repl|patch)$/,
};

const folderOptions = ['-C', '--dir', '--prefix', '--cwd'];
const filterOptions = ['-w', '--workspace', '--filter', '-F', '--scope'];
const everywhereOptions = ['-r', '--recursive', '--workspaces', '-ws'];

/** What a package manager or a task runner is asked to run; undefined for other commands. */
export function packageCall(words: readonly string[]): Call | undefined {
  const [manager = '', ...rest] = words;
  if (manager === 'node') return nodeRun(rest);
  if (manager === 'turbo') return turbo(rest);
  if (manager === 'lerna' && rest[0] === 'run') return scripts('lerna', rest.slice(1), { everywhere: true });
  if (manager === 'nx') return nx(rest);
  if (!(manager in own)) return undefined;
  return scripts(manager, rest, {});
}

/** `node --run deploy`, Node's own way to run a script. */
function nodeRun(words: readonly string[]): Call | undefined {
  const [, together] = /^--run=(.+)$/.exec(words[0] ?? '') ?? [];
  const name = together ?? (words[0] === '--run' ? words[1] : undefined);
  return name === undefined ? undefined : scripts('node', ['run', name], {});
}

/** `turbo run deploy build --filter=web`. */
function turbo(words: readonly string[]): Call | undefined {
  const { filters, folder, rest } = takeOptions(words);
  const tasks = upTo(rest, '--').filter((word) => !word.startsWith('-') && word !== 'run');
  if (tasks.length === 0 || ['login', 'link', 'prune', 'ls', 'gen'].includes(tasks[0] ?? '')) return undefined;
  const args = rest.slice(upTo(rest, '--').length + 1);
  return { ...emptyCall, manager: 'turbo', scripts: tasks, args, filters, folder, everywhere: filters.length === 0 };
}

/** `nx run web:deploy`, `nx deploy web`, `nx run-many -t deploy`. */
function nx(words: readonly string[]): Call | undefined {
  const [first = '', second = ''] = words;
  const [project, target] = first === 'run' ? second.split(':') : [second, first];
  if (first === 'run-many' || first === 'affected') {
    const at = words.findIndex((word) => word === '-t' || word === '--target' || word === '--targets');
    const [, together] = /^--targets?=(.+)$/.exec(words.find((word) => /^--targets?=/.test(word)) ?? '') ?? [];
    const names = (together ?? words[at + 1] ?? '').split(',');
    return { ...emptyCall, manager: 'nx', scripts: names, everywhere: true };
  }
  if (project === undefined || target === undefined || project === '') return undefined;
  return { ...emptyCall, manager: 'nx', scripts: [target], filters: [project] };
}

const emptyCall: PackageCall = {
  kind: 'script',
  manager: '',
  scripts: [],
  args: [],
  folder: undefined,
  filters: [],
  everywhere: false,
  mayBeCommand: false,
};

function scripts(manager: string, words: readonly string[], changes: Partial<PackageCall>): Call | undefined {
  const before = takeOptions(words);
  let rest = before.rest;
  const filters = [...before.filters];
  if (manager === 'yarn' && (rest[0] === 'workspace' || rest[0] === 'workspaces')) {
    const isOne = rest[0] === 'workspace';
    if (isOne) filters.push(rest[1] ?? '');
    const inner = takeOptions(isOne ? rest.slice(2) : rest.slice(1).filter((word) => word !== 'foreach'));
    rest = inner.rest.filter((word, index) => isOne || index > 0 || !word.startsWith('-'));
    before.everywhere ||= !isOne;
  }
  const hasRun = ['run', 'run-script', 'rum'].includes(rest[0] ?? '');
  const [first] = rest;
  if (first === 'exec' || first === 'dlx') return { kind: 'command', words: withoutDashes(rest.slice(1)) };
  if (first === undefined) return undefined;
  const isOwn = !hasRun && own[manager]?.test(first);
  if (isOwn) return manager === 'pnpm' && first === 'deploy' ? { kind: 'own', manager } : undefined;
  // `bun scripts/deploy.ts` runs a file.
  if (!hasRun && /\.[cm]?[jt]sx?$/.test(first)) return undefined;

  const after = takeOptions(hasRun ? rest.slice(1) : rest);
  const [name, ...others] = after.rest;
  if (name === undefined) return undefined;
  return {
    ...emptyCall,
    manager,
    scripts: [name === 't' ? 'test' : name],
    args: withoutDashes(others),
    folder: before.folder ?? after.folder,
    filters: [...filters, ...after.filters],
    everywhere: before.everywhere || after.everywhere,
    mayBeCommand: manager !== 'npm' && manager !== 'node',
    ...changes,
  };
}

/** Takes options of the manager off the front of its words, and `-w` of npm from anywhere before `--`. */
function takeOptions(words: readonly string[]): {
  rest: string[];
  filters: string[];
  folder: string | undefined;
  everywhere: boolean;
} {
  const taken = {
    rest: [] as string[],
    filters: [] as string[],
    folder: undefined as string | undefined,
    everywhere: false,
  };
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const [option = '', given] = word.startsWith('-') ? word.split(/=(.*)/s) : [word];
    if (
      word === '--' ||
      (taken.rest.length > 1 && !filterOptions.includes(option) && !folderOptions.includes(option))
    ) {
      taken.rest.push(word, ...queue.splice(0));
    } else if (filterOptions.includes(option)) taken.filters.push(given ?? queue.shift() ?? '');
    else if (folderOptions.includes(option)) taken.folder = given ?? queue.shift();
    else if (everywhereOptions.includes(option)) taken.everywhere = true;
    else if (!word.startsWith('-') || taken.rest.length > 0) taken.rest.push(word);
  }
  return taken;
}

function upTo(words: readonly string[], end: string): string[] {
  const at = words.indexOf(end);
  return at < 0 ? [...words] : words.slice(0, at);
}

function withoutDashes(words: readonly string[]): string[] {
  return words[0] === '--' ? words.slice(1) : [...words];
}
