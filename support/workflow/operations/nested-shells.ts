import { basename } from 'node:path/posix';
import { folderOf, join } from '../repository/repository.ts';
import { type Command, optionsOf, shown } from './command.ts';
import { nameChangesNothing, nameMayDeploy, textMayDeploy } from './deploy-words.ts';
import { readNodeScript } from './node-script.ts';
import { anyDeploy, type Reading, type RunScript } from './operation.ts';
import { mayLeadToDeploy } from './reachable-text.ts';
import { scriptIn, scriptOfFile } from './run-script.ts';

const shells = ['bash', 'sh', 'zsh', 'dash', 'ash'];

/** A command that runs a script: in its words, in a file, on another machine, in a container. */
export function readNested(command: Command): Reading | undefined {
  const [name = '', ...rest] = command.words;
  if (shells.includes(basename(name))) return readShell(command, rest);
  if (name === 'ssh') return readRemote(command, rest);
  if (name === 'su') return quoted(command, optionsOf(rest, ['-c', '--command']).options.get('-c'), {});
  if (name === 'docker' || name === 'docker-compose') return readContainer(command, rest);
  if (['node', 'tsx', 'ts-node', 'bun', 'deno', 'zx'].includes(name)) return readRuntime(command, rest);
  if (/^(?:python[\d.]*|ruby|perl|php|pwsh|uv|go|osascript)$/.test(name)) return readForeign(command, rest);
  return /^(\.{0,2}\/|[\w.-]+\/)[\w./-]+$/.test(name) ? readFile(command, name, []) : undefined;
}

/** `bash -euo pipefail -c '…'`, `sh script.sh`, `bash <<EOF`. */
function readShell(command: Command, words: readonly string[]): Reading | undefined {
  const flags = words.filter((word) => /^-\w+$/.test(word));
  const letters = flags.join('');
  const changes = {
    stopsOnFailure: letters.includes('e'),
    pipefail: words.some((word, index) => word === 'pipefail' && /^-\w*o$/.test(words[index - 1] ?? '')),
  };
  const operands = words.filter((word, index) => !word.startsWith('-') && !/^-\w*o$/.test(words[index - 1] ?? ''));
  const [first] = operands;
  if (/c/.test(letters)) return quoted(command, first, changes);
  if (first === undefined || letters.includes('s'))
    return command.input === undefined ? unreadInput(command) : quoted(command, command.input, changes);
  return readFile(command, first, [changes]);
}

function quoted(command: Command, text: string | true | undefined, changes: Partial<RunScript>): Reading | undefined {
  if (typeof text !== 'string') return undefined;
  return { kind: 'scripts', scripts: [scriptIn(command, text, changes)], together: false };
}

/** A script of the repository. One that is not in it cannot be read, and says so where its name says "deploy". */
function readFile(command: Command, name: string, changes: readonly Partial<RunScript>[]): Reading | undefined {
  const file = command.folder === undefined || command.machine !== 'runner' ? undefined : join(command.folder, name);
  const text = file === undefined || name.includes('$') ? undefined : command.repository.read(file);
  if (name.startsWith('<('))
    return {
      kind: 'unread',
      what: `\`${shown(command.words)}\` runs a script that is not in the repository`,
      mayBe: textMayDeploy(name) ? anyDeploy : [],
    };
  // What a server has is not the repository's to read: a script that somebody runs there changes what runs there.
  const mayChange = nameMayDeploy(name) || (command.machine === 'server' && !nameChangesNothing(name));
  if (text === undefined || file === undefined)
    return mayChange ? { kind: 'unread', what: `\`${name}\` is not in the repository`, mayBe: anyDeploy } : undefined;

  const [firstLine = ''] = text.split('\n');
  if (/\.[cm]?[jt]sx?$/.test(file) || /^#!.*\b(node|tsx|zx|bun)\b/.test(firstLine))
    return readNodeScript(command, file, text);
  const isShell = /\.(sh|bash)$/.test(file) || /^#!.*\b(ba|da|z)?sh\b/.test(firstLine);
  if (!isShell)
    return nameMayDeploy(name) || mayLeadToDeploy(command.repository, text, folderOf(file))
      ? { kind: 'unread', what: `\`${name}\` is not a shell script, and not followed`, mayBe: anyDeploy }
      : undefined;
  const fromFirstLine = { stopsOnFailure: /^#!.*\s-\w*e/.test(firstLine) && changes.length === 0 };
  const script = scriptOfFile(file, text, command, { ...fromFirstLine, ...changes[0] });
  return { kind: 'scripts', scripts: [script], together: false };
}

/** `node scripts/deploy.mjs`, `bun scripts/deploy.ts`. */
function readRuntime(command: Command, words: readonly string[]): Reading | undefined {
  const [first] = words.filter(
    (word, index) =>
      !word.startsWith('-') &&
      !(index === 0 && word === 'run') &&
      !['--import', '-r', '--require', '--loader'].includes(words[index - 1] ?? ''),
  );
  const isFile = first !== undefined && /\.[cm]?[jt]sx?$/.test(first);
  return isFile ? readFile(command, first, []) : undefined;
}

/** `python scripts/ci.py`, `go run ./cmd/ship`: a script in a language that is not followed. */
function readForeign(command: Command, words: readonly string[]): Reading | undefined {
  const first = words.find((word) => !word.startsWith('-') && word !== 'run' && word !== '-m');
  if (first === undefined || words[0] === 'build' || words[0] === 'test') return undefined;
  const { folder, machine, repository } = command;
  const file = folder === undefined || machine !== 'runner' ? undefined : join(folder, first);
  const text = file === undefined ? undefined : (repository.read(file) ?? repository.read(join(file, 'main.go')));
  const mayDeploy = text !== undefined && file !== undefined && mayLeadToDeploy(repository, text, folderOf(file));
  return mayDeploy || nameMayDeploy(first)
    ? { kind: 'unread', what: `\`${shown(command.words)}\` is not followed`, mayBe: anyDeploy }
    : undefined;
}

const sshWithValue = [
  '-i',
  '-p',
  '-o',
  '-l',
  '-F',
  '-J',
  '-L',
  '-R',
  '-b',
  '-c',
  '-D',
  '-E',
  '-e',
  '-m',
  '-S',
  '-W',
  '-w',
];

/** `ssh host "cd app && …"`, and `ssh host <<EOF`. */
function readRemote(command: Command, words: readonly string[]): Reading | undefined {
  const rest = [...words];
  while (rest[0]?.startsWith('-')) if (sshWithValue.includes(rest.shift() ?? '')) rest.shift();
  rest.shift();
  // `ssh host 'bash -s' < script`: the shell there reads what is sent.
  const readsInput = rest.length === 0 || /^(?:sudo )?(?:ba|da|z)?sh( -s\b.*)?$/.test(rest.join(' '));
  const text = readsInput ? command.input : rest.join(' ');
  return text === undefined ? unreadInput(command) : quoted(command, text, { machine: 'server', folder: undefined });
}

/** A script that is read from a file which is not there to be read. */
function unreadInput({ unreadInput: file }: Command): Reading | undefined {
  if (file === undefined) return undefined;
  // Installers are read so; what they install has a name of its own.
  const mayBe = /^(?:curl|wget)\b/.test(file) && !nameMayDeploy(file) ? [] : anyDeploy;
  return { kind: 'unread', what: `\`${file}\`, which a shell reads, is not in the repository`, mayBe };
}

/** `docker exec app sh -c '…'`, `docker compose run --rm app npx convex deploy`. */
function readContainer(command: Command, words: readonly string[]): Reading | undefined {
  const rest = words[0] === 'compose' ? words.slice(1) : words;
  const isCompose = words[0] === 'compose' || command.words[0] === 'docker-compose';
  if (rest[0] !== 'exec' && !(isCompose && rest[0] === 'run')) return undefined;
  const inner = rest.slice(1);
  while (inner[0]?.startsWith('-'))
    if (['-e', '-u', '-w', '--env', '--user', '--workdir'].includes(inner.shift() ?? '')) inner.shift();
  inner.shift();
  if (inner.length === 0) return undefined;
  const text = inner.map((word) => (/[\s'"$&|;]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word)).join(' ');
  return quoted(command, text, { machine: 'container', folder: undefined });
}
