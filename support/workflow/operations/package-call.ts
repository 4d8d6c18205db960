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
  /** Options that were given to the manager, as they are written: `--parallel`. */
  flags: readonly string[];
}

/** Where a manager is told to run something: a folder, or packages of the workspace. */
export type CallPlace = Pick<PackageCall, 'folder' | 'filters' | 'everywhere'>;

/**
 * `pnpm deploy` is the manager's own; `pnpm exec x` and the like run a command; around `npm version` and the like, the
 * manager runs scripts that have a name of their own for it.
 */
export type Call =
  | PackageCall
  | { kind: 'own'; manager: string }
  | { kind: 'command'; words: readonly string[]; place: CallPlace }
  | { kind: 'hooks'; scripts: readonly string[]; place: CallPlace };

const ofInstall = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
const ofPack = ['prepack', 'prepare', 'postpack'];

/** Scripts that a manager runs around commands of its own (docs.npmjs.com, "scripts"). */
export const hooks = {
  install: ofInstall,
  i: ofInstall,
  ci: ofInstall,
  add: ofInstall,
  version: ['preversion', 'version', 'postversion'],
  publish: ['prepublishOnly', ...ofPack, 'publish', 'postpublish'],
  pack: ofPack,
} as const satisfies Record<string, readonly string[]>;

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
  if (manager === 'lerna' && rest[0] === 'run') return lerna(rest.slice(1));
  if (manager === 'nx') return nx(rest);
  if (runsCommands.has(manager)) return commandOf(rest, { folder: undefined, filters: [], everywhere: false });
  if (!(manager in own)) return undefined;
  return scripts(manager, rest, {});
}

/** Managers by another name, which run the command of a package. */
const runsCommands = new Set(['npx', 'bunx', 'pnpx']);

/** `node --run deploy`, Node's own way to run a script. */
function nodeRun(words: readonly string[]): Call | undefined {
  const [, together] = /^--run=(.+)$/.exec(words[0] ?? '') ?? [];
  const name = together ?? (words[0] === '--run' ? words[1] : undefined);
  return name === undefined ? undefined : scripts('node', ['run', name], {});
}

/** `lerna run deploy --scope web -- --dry-run`: what stands before `--` is lerna's own. */
function lerna(words: readonly string[]): Call | undefined {
  const own = upTo(words, '--');
  const at = own.findIndex((word, index) => !word.startsWith('-') && !filterOptions.includes(own[index - 1] ?? ''));
  const name = own[at];
  if (name === undefined) return undefined;
  const { filters, flags } = takeOptions([...own.slice(0, at), ...own.slice(at + 1)]);
  const args = words.slice(own.length + 1);
  return { ...emptyCall, manager: 'lerna', scripts: [name], args, filters, flags, everywhere: filters.length === 0 };
}

/** `turbo run deploy build --filter=web`. */
function turbo(words: readonly string[]): Call | undefined {
  const { filters, folder, rest } = takeOptions(words);
  const tasks = upTo(rest, '--').filter((word) => !word.startsWith('-') && word !== 'run');
  if (tasks.length === 0 || ['login', 'link', 'prune', 'ls', 'gen'].includes(tasks[0] ?? '')) return undefined;
  const args = rest.slice(upTo(rest, '--').length + 1);
  const flags = upTo(words, '--').filter((word) => word.startsWith('-'));
  const everywhere = filters.length === 0;
  return { ...emptyCall, manager: 'turbo', scripts: tasks, args, filters, folder, everywhere, flags };
}

/** `nx run web:deploy`, `nx deploy web`, `nx run-many -t deploy`. */
function nx(words: readonly string[]): Call | undefined {
  const [first = '', second = ''] = words;
  const [project, target] = first === 'run' ? second.split(':') : [second, first];
  if (first === 'run-many' || first === 'affected') {
    const names = listed(words, ['-t', '--target', '--targets']);
    const filters = listed(words, ['-p', '--projects']);
    const flags = words.filter((word) => word.startsWith('-'));
    const everywhere = filters.length === 0;
    const changed = first === 'affected' ? ['--affected'] : [];
    return { ...emptyCall, manager: 'nx', scripts: names, filters, everywhere, flags: [...flags, ...changed] };
  }
  if (project === undefined || target === undefined || project === '') return undefined;
  return { ...emptyCall, manager: 'nx', scripts: [target], filters: [project] };
}

/** The values of an option of nx: `-t build deploy`, `--targets=build,deploy`. */
function listed(words: readonly string[], names: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    const [name = '', given] = word.split('=');
    if (!names.includes(name)) return [];
    const after = words.slice(index + 1);
    const end = after.findIndex((each) => each.startsWith('-'));
    return given === undefined
      ? (end < 0 ? after : after.slice(0, end)).flatMap((each) => each.split(','))
      : given.split(',');
  });
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
  flags: [],
};

function scripts(manager: string, words: readonly string[], changes: Partial<PackageCall>): Call | undefined {
  const before = takeOptions(words);
  let rest = before.rest;
  const filters = [...before.filters];
  if (manager === 'yarn' && (rest[0] === 'workspace' || rest[0] === 'workspaces')) {
    const isOne = rest[0] === 'workspace';
    const inner = takeOptions(isOne ? rest.slice(2) : named(rest.slice(1).filter((word) => word !== 'foreach')));
    filters.push(...(isOne ? [rest[1] ?? ''] : inner.filters));
    before.flags.push(...inner.flags);
    rest = inner.rest.filter((word, index) => isOne || index > 0 || !word.startsWith('-'));
    before.everywhere ||= !isOne && inner.filters.length === 0;
  }
  const hasRun = ['run', 'run-script', 'rum'].includes(rest[0] ?? '');
  const [first] = rest;
  const place = { folder: before.folder, filters, everywhere: before.everywhere };
  const isExec = first === 'exec' || first === 'dlx' || (first === 'x' && (manager === 'npm' || manager === 'bun'));
  if (isExec) return commandOf(rest.slice(1), place);
  if (first === undefined) return undefined;
  const isOwn = !hasRun && own[manager]?.test(first);
  if (isOwn && manager === 'pnpm' && first === 'deploy') return { kind: 'own', manager };
  if (isOwn) return hasHooks(first) ? hooksOf(first, rest.slice(1), place) : undefined;
  // `bun scripts/deploy.ts` runs a file.
  if (!hasRun && /\.[cm]?[jt]sx?$/.test(first)) return undefined;

  const after = takeOptions(hasRun ? rest.slice(1) : rest);
  const [name, ...others] = after.rest;
  if (name === undefined) return undefined;
  return {
    ...emptyCall,
    manager,
    scripts: [name === 't' ? 'test' : name],
    args: manager === 'npm' ? argumentsOfNpm(others) : withoutDashes(others),
    folder: before.folder ?? after.folder,
    filters: [...filters, ...after.filters],
    everywhere: before.everywhere || after.everywhere,
    flags: [...before.flags, ...after.flags],
    mayBeCommand: manager !== 'npm' && manager !== 'node',
    ...changes,
  };
}

/** `yarn workspaces foreach --include web`: its names for a filter. */
function named(words: readonly string[]): string[] {
  return words.map((word) => word.replace(/^--(?:include|from)(?==|$)/, '--filter'));
}

/** `npm exec -w web -- vite build`: what is run, without the options before it, where they say. */
function commandOf(words: readonly string[], place: CallPlace): Call {
  const before = upToCommand(words);
  const own = takeOptions(before);
  const script = before[before.findIndex((word) => word === '-c' || word === '--call') + 1];
  const isScript = before.some((word) => word === '-c' || word === '--call') && script !== undefined;
  return {
    kind: 'command',
    words: isScript ? ['sh', '-c', script] : withoutDashes(words.slice(before.length)),
    place: {
      folder: place.folder ?? own.folder,
      filters: [...place.filters, ...own.filters],
      everywhere: place.everywhere || own.everywhere,
    },
  };
}

/** Options of `exec` and `dlx` that take the next word. */
const execWithValue = ['-p', '--package', '-c', '--call', ...folderOptions, ...filterOptions];

function upToCommand(words: readonly string[]): string[] {
  let at = 0;
  while (words[at]?.startsWith('-') && words[at] !== '--') at += execWithValue.includes(words[at] ?? '') ? 2 : 1;
  return words.slice(0, at);
}

function hasHooks(name: string): name is keyof typeof hooks {
  return Object.hasOwn(hooks, name);
}

/** The scripts around one of the manager's own commands; none where it is told to leave them out. */
function hooksOf(command: keyof typeof hooks, words: readonly string[], place: CallPlace): Call | undefined {
  if (words.includes('--ignore-scripts')) return undefined;
  const after = takeOptions(words);
  return {
    kind: 'hooks',
    scripts: hooks[command],
    place: {
      folder: place.folder ?? after.folder,
      filters: [...place.filters, ...after.filters],
      everywhere: place.everywhere || after.everywhere,
    },
  };
}

/** Takes options of the manager off the front of its words, and `-w` of npm from anywhere before `--`. */
function takeOptions(words: readonly string[]): {
  rest: string[];
  filters: string[];
  folder: string | undefined;
  everywhere: boolean;
  flags: string[];
} {
  const taken = {
    rest: [] as string[],
    flags: [] as string[],
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
    else taken.flags.push(word);
  }
  return taken;
}

/** npm keeps options for itself, wherever they are before `--`. */
function argumentsOfNpm(words: readonly string[]): string[] {
  const own = upTo(words, '--');
  return [...own.filter((word) => !word.startsWith('-')), ...words.slice(own.length + 1)];
}

function upTo(words: readonly string[], end: string): string[] {
  const at = words.indexOf(end);
  return at < 0 ? [...words] : words.slice(0, at);
}

function withoutDashes(words: readonly string[]): string[] {
  return words[0] === '--' ? words.slice(1) : [...words];
}
