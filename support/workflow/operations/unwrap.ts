import { basename } from 'node:path/posix';

/** A command without what stands before it: `sudo`, `npx`, `env A=1`, `doppler run --`. */
export interface Unwrapped {
  words: readonly string[];
  /** Variables that the wrapping gives to it. */
  variables: readonly string[];
  /** The wrapping may give it any variable: a secret manager, or an env file. */
  mayAddVariables: boolean;
}

/** Names of packages that differ from the command that they install. */
const commandOfPackage: Readonly<Record<string, string>> = {
  '@opennextjs/cloudflare': 'opennextjs-cloudflare',
  '@cloudflare/next-on-pages': 'next-on-pages',
  'netlify-cli': 'netlify',
  'eas-cli': 'eas',
  'firebase-tools': 'firebase',
  '@railway/cli': 'railway',
  '@cloudflare/wrangler': 'wrangler',
};

/** Options before the command, with whether the next word is their value. */
interface Wrapper {
  words: readonly string[];
  withValue?: readonly string[];
  /** Operands before the command: the seconds of `timeout`. */
  operands?: number;
  mayAddVariables?: boolean;
  /** The option that makes a command a wrapper: `docker run` without `--rm` starts a service instead. */
  only?: string;
}

const dockerOptions = [
  ...['-e', '--env', '--env-file', '-v', '--volume', '--mount', '-w', '--workdir', '-u', '--user', '--name', '-p'],
  ...['--publish', '--network', '--net', '--platform', '--entrypoint', '-l', '--label', '--pull', '-h', '--add-host'],
];

const wrappers: readonly Wrapper[] = [
  { words: ['sudo'], withValue: ['-u', '-g'] },
  { words: ['time'] },
  { words: ['nice'], withValue: ['-n'] },
  { words: ['nohup'] },
  { words: ['exec'] },
  { words: ['command'] },
  { words: ['stdbuf'] },
  { words: ['xvfb-run'], withValue: ['-s', '-n'] },
  { words: ['timeout'], withValue: ['-k', '-s', '--signal', '--kill-after'], operands: 1 },
  { words: ['env'], withValue: ['-u'] },
  { words: ['cross-env'] },
  { words: ['cross-env-shell'] },
  { words: ['mise', 'exec'] },
  { words: ['mise', 'x'] },
  { words: ['corepack'] },
  { words: ['direnv', 'exec'], operands: 1, mayAddVariables: true },
  { words: ['doppler', 'run'], withValue: ['-c', '--config', '-p', '--project', '--token'], mayAddVariables: true },
  { words: ['infisical', 'run'], withValue: ['--env', '--path', '--projectId', '--token'], mayAddVariables: true },
  { words: ['op', 'run'], withValue: ['--env-file'], mayAddVariables: true },
  { words: ['dotenv'], withValue: ['-e', '-c', '-f'], mayAddVariables: true },
  { words: ['dotenvx', 'run'], withValue: ['-f', '-e'], mayAddVariables: true },
  { words: ['env-cmd'], withValue: ['-f', '-e', '-r'], mayAddVariables: true },
  { words: ['chamber', 'exec'], operands: 1, mayAddVariables: true },
  { words: ['aws-vault', 'exec'], operands: 1, mayAddVariables: true },
  ...['docker', 'podman'].map((engine) => ({
    words: [engine, 'run'],
    withValue: dockerOptions,
    operands: 1,
    mayAddVariables: true,
    only: '--rm',
  })),
  ...[
    ['docker', 'compose', 'run'],
    ['docker-compose', 'run'],
  ].map((words) => ({
    words,
    withValue: dockerOptions,
    operands: 1,
    mayAddVariables: true,
    only: '--rm',
  })),
  { words: ['sops', 'exec-env'], operands: 1, mayAddVariables: true },
  { words: ['varlock', 'run'], mayAddVariables: true },
  { words: ['teller', 'run'], mayAddVariables: true },
  { words: ['flox', 'activate'], withValue: ['-d', '-r', '-c'], mayAddVariables: true },
  { words: ['nix', 'develop'], mayAddVariables: true },
  { words: ['nix', 'shell'], mayAddVariables: true },
  { words: ['devbox', 'run', '--'], mayAddVariables: true },
  { words: ['devcontainer', 'exec'], withValue: ['--workspace-folder'], mayAddVariables: true },
  { words: ['bundle', 'exec'] },
  { words: ['poetry', 'run'] },
  { words: ['pipenv', 'run'] },
  { words: ['pdm', 'run'] },
  { words: ['uv', 'run'], withValue: ['--with', '--extra', '--project'] },
  { words: ['uvx'] },
  { words: ['pipx', 'run'] },
  { words: ['setsid'] },
  { words: ['chronic'] },
  { words: ['ionice'], withValue: ['-c', '-n'] },
  { words: ['flock'], withValue: ['-w', '-E'], operands: 1 },
  { words: ['xargs'], withValue: ['-n', '-I', '-P', '-L', '-d', '-a', '-s'] },
  { words: ['parallel'], withValue: ['-j', '--jobs'] },
  { words: ['retry'], withValue: ['-t', '-d', '-m', '--times', '--delay', '--max'] },
  { words: ['script'], withValue: ['-c'] },
];

const assignment = /^([A-Za-z_]\w*)=/;

/** Takes off one wrapping after another. */
export function unwrap(words: readonly string[]): Unwrapped {
  const variables: string[] = [];
  let mayAddVariables = false;
  let rest = [...words];
  for (;;) {
    rest = [ownName(rest[0] ?? ''), ...rest.slice(1)];
    const wrapper = wrappers.find(
      ({ words: own, only }) =>
        own.every((word, index) => rest[index] === word) && (only === undefined || rest.includes(only)),
    );
    if (!wrapper) break;
    const inner = withoutOptions(commandPart(rest).slice(wrapper.words.length), wrapper);
    if (inner.length === 0) break;
    mayAddVariables ||= wrapper.mayAddVariables === true;
    while (inner[0] !== undefined && assignment.test(inner[0]))
      variables.push(assignment.exec(inner.shift() ?? '')?.[1] ?? '');
    rest = inner;
  }
  return { words: asCommand(rest), variables, mayAddVariables };
}

/** `nix develop .#ci -c command` names a shell before it, `parallel command ::: a b` gives it words after. */
function commandPart(words: readonly string[]): readonly string[] {
  const isShell = words[0] === 'nix' && (words[1] === 'develop' || words[1] === 'shell');
  const at = isShell ? words.findIndex((word) => ['-c', '--command'].includes(word)) : -1;
  if (isShell) return at < 0 ? words.slice(0, 2) : [...words.slice(0, 2), ...words.slice(at + 1)];
  const end = words[0] === 'parallel' ? words.indexOf(':::') : -1;
  return end < 0 ? words : words.slice(0, end);
}

/** `$HOME/.bun/bin/bunx` is `bunx`. */
function ownName(written: string): string {
  return /^\$[\w{}]+(?:\/[\w.@-]+)*\/\.?bin\/([\w-]+)$/.exec(written)?.[1] ?? written;
}

/** `node node_modules/convex/bin/main.js deploy` and `nix run nixpkgs#wrangler -- deploy` as the commands that they run. */
function asCommand(words: readonly string[]): string[] {
  const [name = '', first = '', ...others] = words;
  const [, inModules] = /(?:^|\/)node_modules\/(?:\.bin\/)?((?:@[^/]+\/)?[^/]+)/.exec(first) ?? [];
  if (/^(?:node|bun|deno|tsx)$/.test(name) && inModules !== undefined) return [commandName(inModules), ...others];
  if (name === 'nix' && first === 'run') {
    const [flake = '', ...rest] = others;
    return [commandName(flake.replace(/^.*#/, '')), ...withoutDashes(rest)];
  }
  return [commandName(name), ...(first === '' && words.length < 2 ? [] : [first]), ...others];
}

function withoutDashes(words: readonly string[]): readonly string[] {
  return words[0] === '--' ? words.slice(1) : words;
}

function withoutOptions(words: readonly string[], { withValue = [], operands = 0 }: Wrapper): string[] {
  const rest = [...words];
  while (rest[0]?.startsWith('-')) {
    const option = rest.shift() ?? '';
    if (option === '--') break;
    if (withValue.includes(option)) rest.shift();
  }
  rest.splice(0, operands);
  if (rest[0] === '--') rest.shift();
  return rest;
}

/** `./node_modules/.bin/convex`, `convex@1.48.0` and `@opennextjs/cloudflare@latest` as the command that is run. */
function commandName(written: string): string {
  if (written.includes('node_modules/.bin/')) return basename(written);
  const [, name = written] = /^(@?[^@]+)@[\w.^~*-]+$/.exec(written) ?? [];
  return commandOfPackage[name] ?? name;
}
