import type { Command as CommandSyntax } from 'unbash';
import { textOf, unknown, type Value } from '../expression/value.ts';
import type { Formula } from '../formula/formulas.ts';
import { namesADeploy } from '../operations/deploy-words.ts';
import { anyDeploy, type Unread } from '../operations/operation.ts';
import { scriptOfFile } from '../operations/run-script.ts';
import { join } from '../repository/repository.ts';
import { runScriptHere } from './perform.ts';
import type { Shell } from './shell.ts';
import { bracketFormula } from './test-conditions.ts';

interface Call {
  name: string;
  words: readonly string[];
  node: CommandSyntax;
  /** `export A=1` */
  given: readonly [string, Value][];
}

/** What the shell does itself; undefined where the command is none of its own. */
export function runBuiltin(shell: Shell, call: Call): Formula | undefined {
  return Object.hasOwn(builtins, call.name) ? builtins[call.name]?.(shell, call) : undefined;
}

const succeeds = ({ formulas }: Shell) => formulas.always;

const builtins: Readonly<Record<string, (shell: Shell, call: Call) => Formula | undefined>> = {
  ':': succeeds,
  true: succeeds,
  echo: succeeds,
  printf: succeeds,
  umask: succeeds,
  trap: setTrap,
  shopt: succeeds,
  unset: succeeds,
  false: ({ formulas }) => formulas.never,
  cd: (shell, { words }) => changeFolder(shell, words[1]),
  pushd: (shell, { words }) => changeFolder(shell, words[1]),
  popd: (shell) => changeFolder(shell, undefined),
  export: assign,
  declare: assign,
  local: assign,
  readonly: assign,
  typeset: assign,
  set: (shell, { words }) => setOptions(shell, words.slice(1)),
  exit: leave,
  return: leave,
  break: (shell) => jump(shell, 'broken'),
  continue: (shell) => jump(shell, 'continued'),
  read: readVariables,
  mapfile: readVariables,
  readarray: readVariables,
  wait: (shell) => {
    shell.wait();
    return shell.formulas.always;
  },
  test: (shell, { node }) => bracket(shell, node),
  '[': (shell, { node }) => bracket(shell, node),
  eval: (shell, { words, node }) =>
    runScriptHere(shell, { ...shell.placeOf(node), text: words.slice(1).join(' '), keepsLines: false }),
  source: readInto,
  '.': readInto,
};

function bracket(shell: Shell, node: CommandSyntax): Formula {
  const words = node.args.filter((arg) => arg.type === 'Word');
  const inside = node.name?.value === '[' ? words.slice(0, -1) : words;
  return bracketFormula(inside, shell.source(node), shell.testContext);
}

/** `cd "$GITHUB_WORKSPACE/apps/web"` is a folder of the workspace; any other absolute one is not. */
function changeFolder(shell: Shell, written: string | undefined): Formula {
  const { state } = shell;
  const inWorkspace = written?.replace(
    /^(\$GITHUB_WORKSPACE|\$\{GITHUB_WORKSPACE\}|\$\{\{ ?github\.workspace ?\}\})\/?/,
    '/./',
  );
  const isUnknown = inWorkspace === undefined || /[$`~]|^-$|^\/(?!\.\/)/.test(inWorkspace);
  const base = inWorkspace?.startsWith('/./') ? '' : state.folder;
  const folder = isUnknown || base === undefined ? undefined : join(base, inWorkspace.replace(/^\/\.\//, ''));
  shell.state = { ...state, folder: folder?.startsWith('..') ? undefined : folder };
  return shell.formulas.always;
}

function assign(shell: Shell, { given }: Call): Formula {
  shell.state = { ...shell.state, variables: new Map([...shell.state.variables, ...given]) };
  return shell.formulas.always;
}

/** What a script reads from elsewhere, nobody knows. */
function readVariables(shell: Shell, { words, node }: Call): Formula {
  const names = words.slice(1).filter((word) => /^[A-Za-z_]\w*$/.test(word));
  const read = names.map((name): [string, Value] => [
    name,
    unknown(`${shell.context.job} ${node.pos} $${name}`, `$${name}`),
  ]);
  shell.state = { ...shell.state, variables: new Map([...shell.state.variables, ...read]) };
  return shell.flag(shell.source(node));
}

/** What a trap runs is not followed: it is named where it deploys. */
function setTrap(shell: Shell, { words, node }: Call): Formula {
  if (namesADeploy(words[1] ?? '')) {
    const unread: Unread = {
      what: `\`${shell.source(node)}\` runs a command when the script ends`,
      mayBe: anyDeploy,
      trace: [shell.trace[0] ?? shell.placeOf(node), ...shell.trace.slice(1), shell.placeOf(node)],
    };
    shell.context.onUnread(unread, shell.alive, shell.timeline.done);
    shell.timeline.add({ unread, when: shell.alive });
  }
  return shell.formulas.always;
}

/** `set -euo pipefail`, `set +e`; `set -a` lets files give variables. */
function setOptions(shell: Shell, words: readonly string[]): Formula {
  for (const [index, word] of words.entries()) {
    const isOn = word.startsWith('-');
    if (!isOn && !word.startsWith('+')) continue;
    const name = /o$/.test(word) ? words[index + 1] : undefined;
    if (word.includes('e') || name === 'errexit') shell.state = { ...shell.state, stopsOnFailure: isOn };
    if (name === 'pipefail') shell.state = { ...shell.state, pipefail: isOn };
  }
  return shell.formulas.always;
}

/** `exit` and `return`. */
function leave(shell: Shell, { name, words, node }: Call): Formula {
  const ok = exitStatus(shell, words[1], node);
  shell.leave(ok, name === 'return');
  return ok;
}

function exitStatus(shell: Shell, status: string | undefined, node: CommandSyntax): Formula {
  if (status === undefined || status === '$?') return shell.lastOk;
  if (/^\d+$/.test(status)) return shell.formulas.constant(Number(status) === 0);
  const variable = /^\$\{?(\w+)\}?$/.exec(status)?.[1];
  const value = variable === undefined ? undefined : shell.variable(variable);
  if (value?.kind !== 'choice') return shell.flag(`${shell.source(node)} is 0`);
  return shell.formulas.any(...value.options.filter((option) => textOf(option.value) === '0').map(({ when }) => when));
}

function jump(shell: Shell, kind: 'broken' | 'continued'): Formula {
  const frame = shell.frames.at(-1);
  if (!frame) return shell.formulas.always;
  frame[kind] = shell.formulas.any(frame[kind], shell.alive);
  shell.alive = shell.formulas.never;
  return shell.formulas.always;
}

/** `source scripts/deploy.sh` runs in the same shell; what is not a script of the repository may set variables. */
function readInto(shell: Shell, { words, node }: Call): Formula {
  const name = words[1] ?? '';
  const folder = shell.state.folder === undefined ? undefined : shell.context.toRepository(shell.state.folder);
  const file = folder === undefined || /[$~]/.test(name) ? undefined : join(folder, name);
  const text = file === undefined ? undefined : shell.context.repository.read(file);
  shell.state = { ...shell.state, hasMoreVariables: true };
  if (file === undefined || text === undefined || !/\.(ba)?sh$/.test(file)) return shell.formulas.always;
  const place = { ...shell.placeOf(node), text: name };
  return runScriptHere(shell, scriptOfFile(file, text, { at: place, folder, machine: 'runner' }).script);
}
