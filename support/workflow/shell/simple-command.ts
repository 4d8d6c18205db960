import type { Command as CommandSyntax, Redirection } from 'unbash';
import { textOf, type Value } from '../expression/value.ts';
import type { Formula } from '../formula/formulas.ts';
import type { Command } from '../operations/command.ts';
import { recogniseCommand } from '../operations/recognise-command.ts';
import { join } from '../repository/repository.ts';
import { runBuiltin } from './builtins.ts';
import { perform } from './perform.ts';
import type { Shell } from './shell.ts';
import { scriptsIn, wordTexts, wordValue } from './word-values.ts';

/** What a command reads, where a pipe gives it something: a text that is written down, or the command that writes it. */
interface Piped {
  input?: string | undefined;
  piped?: string | undefined;
}

/** Runs one simple command: assignments, scripts in its words, a builtin, a function, or what is recognised. */
export function runSimpleCommand(shell: Shell, node: CommandSyntax, { input, piped }: Piped): Formula {
  const { formulas } = shell;
  noticeEnvFiles(shell, node.redirects);
  const assignments = node.prefix.filter((part) => part.type === 'Assignment');
  const substituted = runSubstitutions(shell, node);
  const values = assignments.flatMap(({ name, value }): [string, Value][] =>
    value.type === 'Word' ? [[name, wordValue(value, shell.wordContext)]] : [],
  );
  if (!node.name) {
    shell.state = { ...shell.state, variables: new Map([...shell.state.variables, ...values]) };
    return substituted;
  }

  const words = [node.name, ...node.args.filter((arg) => arg.type === 'Word')].flatMap((word) =>
    wordTexts(word, shell.wordContext),
  );
  const [name] = words;
  if (name === undefined) return formulas.always;
  // `export A=1` keeps its assignments among its arguments.
  const given = node.args.flatMap((arg): [string, Value][] =>
    arg.type === 'Assignment' && arg.value.type === 'Word' ? [[arg.name, wordValue(arg.value, shell.wordContext)]] : [],
  );
  const assigned = node.args.flatMap((arg) => (arg.type === 'Assignment' ? [arg.text] : []));

  if (name === 'echo' || name === 'printf') noteOutput(shell, node);
  const builtin = runBuiltin(shell, { name, words, node, given });
  if (builtin) return builtin;
  const called = shell.call(name);
  if (called) return called;

  const before = shell.state;
  shell.state = { ...before, variables: new Map([...before.variables, ...values]) };
  const command = commandOf(
    shell,
    node,
    [...words.slice(0, 1), ...assigned, ...words.slice(1)],
    bodyOf(node.redirects) ?? input,
    inputFileOf(node.redirects) ?? piped,
  );
  const ok = perform(shell, recogniseCommand(command, shell.context.patterns), {
    shown: shell.source(node),
    at: node,
  });
  shell.state = { ...before, hasMoreVariables: shell.state.hasMoreVariables };
  return ok;
}

/** Scripts in `$( )` run before the command. Only where there is no command, their status is that of the line. */
function runSubstitutions(shell: Shell, node: CommandSyntax): Formula {
  const words = [
    ...node.prefix.flatMap((part) => (part.type === 'Assignment' && part.value.type === 'Word' ? part.value : [])),
    ...(node.name ? [node.name] : []),
    ...node.args.map((arg) => (arg.type === 'Word' ? arg : arg.value)).filter((arg) => arg.type === 'Word'),
  ];
  let ok = shell.formulas.always;
  for (const word of words)
    for (const script of scriptsIn(word.parts))
      ok = shell.inSubshell((inner) => inner.guarded(() => inner.statements(script.commands)));
  return ok;
}

function commandOf(
  shell: Shell,
  node: CommandSyntax,
  words: readonly string[],
  input: string | undefined,
  inputFile: string | undefined,
): Command {
  const { context, state } = shell;
  const folder = state.folder === undefined ? undefined : context.toRepository(state.folder);
  const file = folder === undefined || inputFile === undefined ? undefined : join(folder, inputFile);
  const read = file === undefined ? undefined : context.repository.read(file);
  return {
    words,
    folder,
    machine: state.machine,
    repository: context.repository,
    reach: (variable) => {
      const own = state.variables.get(variable);
      if (own) return textOf(own) === '' ? 'absent' : 'set';
      if (state.machine !== 'runner') return 'unknown';
      const reach = context.reach(variable);
      return reach === 'absent' && state.hasMoreVariables ? 'unknown' : reach;
    },
    nameOf: (variable) => labelOf(shell.variable(variable), `$${variable}`),
    at: { ...shell.placeOf(node), text: words.join(' ') },
    branch: context.branch,
    productionBranch: context.productionBranch,
    input: input ?? read,
    unreadInput: input === undefined && read === undefined ? inputFile : undefined,
  };
}

/** How an unknown value is called, unless it is called by the variable itself. */
function labelOf(value: Value, variable: string): string | undefined {
  if (value.kind === 'choice')
    return value.options.flatMap((option) => labelOf(option.value, variable) ?? []).join(' or ') || undefined;
  return value.kind === 'unknown' && value.label !== variable ? value.label : undefined;
}

/** `< deploy.sh` */
function inputFileOf(redirects: readonly Redirection[]): string | undefined {
  const read = redirects.find((redirect) => redirect.type === 'Redirect' && redirect.operator === '<');
  return read && 'target' in read ? read.target?.value : undefined;
}

/** The body of a here-document or here-string. */
function bodyOf(redirects: readonly Redirection[]): string | undefined {
  for (const redirect of redirects) {
    if (redirect.type === 'HereDoc') return redirect.body.text;
    if (redirect.type === 'HereString') return redirect.target?.value;
  }
  return undefined;
}

/** `echo "name=text" >> "$GITHUB_OUTPUT"` */
function noteOutput(shell: Shell, { args, redirects }: CommandSyntax): void {
  const isOutput = redirects.some(
    (redirect) =>
      redirect.type === 'Redirect' && redirect.operator === '>>' && /GITHUB_OUTPUT/.test(redirect.target?.text ?? ''),
  );
  const words = args.filter((arg) => arg.type === 'Word').filter(({ value }) => !/^-[neE]+$/.test(value));
  if (!isOutput || words.length === 0) return;
  const texts = words.map((word) => textOf(wordValue(word, shell.wordContext)));
  const shownWords = words.map((word) => wordTexts(word, shell.wordContext).join(' ')).join(' ');
  const [, name] = /^([\w-]+)=/.exec(shownWords) ?? [];
  if (name === undefined) return;
  const text = texts.includes(undefined)
    ? undefined
    : texts
        .join(' ')
        .slice(name.length + 1)
        .replace(/(?:\\n)+$/, '');
  shell.context.onOutput(name, text, shell.alive);
}

/** What is written into an env file, or read from one, may be any variable. */
function noticeEnvFiles(shell: Shell, redirects: readonly Redirection[]): void {
  const isEnvFile = redirects.some(
    (redirect) => redirect.type === 'Redirect' && /\.env/.test(redirect.target?.value ?? ''),
  );
  if (isEnvFile) shell.state = { ...shell.state, hasMoreVariables: true };
}
