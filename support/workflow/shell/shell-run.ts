import type {
  AndOr,
  Case,
  CommandNode,
  Command as CommandSyntax,
  CompoundList,
  If,
  Pipeline,
  PipelineNode,
  Redirected,
  Statement,
} from 'unbash';
import { unknown, type Value } from '../expression/value.ts';
import type { Formula } from '../formula/formulas.ts';
import { anyDeploy, type Unread } from '../operations/operation.ts';
import type { Place } from '../source/workflow.ts';
import { runFor, runWhile } from './loops.ts';
import { placeholderValue, type ScriptText, scriptText, shownText } from './script-text.ts';
import {
  deepestScripts,
  type LoopFrame,
  type ScriptEnd,
  type Shell,
  type ShellFunction,
  type ShellStart,
} from './shell.ts';
import { merged, type ShellContext, type ShellState } from './shell-context.ts';
import { runSimpleCommand } from './simple-command.ts';
import { testFormula, textsEqual } from './test-conditions.ts';
import type { Timeline } from './timeline.ts';
import { type WordContext, wordValue } from './word-values.ts';

/**
 * One run of one script, in every way in which it may go. `alive` is where it is still running; each command has an `ok`:
 * where it ends with 0.
 */
export class ShellRun implements Shell {
  readonly context: ShellContext;
  readonly trace: readonly Place[];
  running: readonly string[];
  readonly functions: Map<string, ShellFunction>;
  text: ScriptText;
  state: ShellState;
  alive: Formula;
  timeline: Timeline;
  /** `$?` */
  lastOk: Formula;
  exitedWell: Formula;
  exitedBadly: Formula;
  /** A failure is looked at by the script itself: `if`, `||`, `!`. */
  isGuarded = false;
  readonly frames: LoopFrame[] = [];
  /** Rounds of loops: what fails in one round may succeed in the next. */
  rounds: readonly number[] = [];
  background: readonly Timeline[] = [];
  /** Where the function that runs has returned. */
  returned: ScriptEnd | undefined;

  constructor(context: ShellContext, start: ShellStart, functions = new Map<string, ShellFunction>()) {
    const { formulas } = context.worlds;
    this.context = context;
    this.trace = start.trace;
    this.running = start.running;
    this.functions = functions;
    this.text = scriptText(start.script, start.hasExpressions ? context.contexts : undefined);
    this.state = start.state;
    this.alive = start.reached;
    this.timeline = start.timeline;
    this.lastOk = formulas.always;
    this.exitedWell = formulas.never;
    this.exitedBadly = formulas.never;
  }

  start(start: ShellStart, functions?: Map<string, ShellFunction>): ShellRun {
    return new ShellRun(this.context, start, functions);
  }

  get formulas() {
    return this.context.worlds.formulas;
  }

  /** Runs the whole script. */
  run(): ScriptEnd {
    this.noteSyntaxErrors();
    return this.end(this.statements(this.text.parsed.commands));
  }

  /** What follows a syntax error is not known, nor whether the shell comes to it. */
  private noteSyntaxErrors(): void {
    const [error] = this.text.parsed.errors ?? [];
    if (!error) return;
    const place = this.text.placeOf(error.pos);
    const unread: Unread = {
      what: `a script does not parse: ${error.message}`,
      mayBe: anyDeploy,
      trace: [this.trace[0] ?? place, ...this.trace.slice(1), place],
    };
    this.context.onUnread(unread, this.alive, this.timeline.done);
    this.timeline.add({ unread, when: this.alive });
  }

  end(ok: Formula): ScriptEnd {
    const { formulas } = this;
    return {
      succeeded: formulas.any(this.exitedWell, formulas.all(this.alive, ok)),
      failed: formulas.any(this.exitedBadly, formulas.without(this.alive, ok)),
    };
  }

  statements(statements: readonly Statement[]): Formula {
    let ok = this.formulas.always;
    for (const statement of statements) ok = this.statement(statement);
    return ok;
  }

  list(list: CompoundList): Formula {
    return this.statements(list.commands);
  }

  statement({ command, background }: Statement): Formula {
    if (!background) return this.node(command);
    const beside = this.subshell(() => this.timeline.fork());
    this.background = [...this.background, beside.timeline];
    beside.node(command);
    return this.formulas.always;
  }

  /** `wait`: what ran in the background is before what comes now. */
  wait(): void {
    this.timeline.join(...this.background);
    this.background = [];
  }

  node(node: PipelineNode | AndOr): Formula {
    if (node.type === 'AndOr') return this.andOr(node);
    if (node.type === 'Pipeline') return this.pipeline(node);
    return this.command(node);
  }

  command(node: CommandNode): Formula {
    switch (node.type) {
      case 'Command':
        return this.simple(node, undefined);
      case 'Redirected':
        return this.redirected(node);
      case 'If':
        return this.if(node);
      case 'For':
      case 'ArithmeticFor':
      case 'Select':
        return runFor(this, node);
      case 'While':
        return runWhile(this, node);
      case 'Case':
        return this.case(node);
      case 'BraceGroup':
        return this.list(node.body);
      case 'Subshell':
        return this.checked(this.inSubshell((shell) => shell.list(node.body)));
      case 'Function':
        this.functions.set(node.name.value, { body: node.body, text: this.text });
        return this.formulas.always;
      case 'TestCommand':
        return this.checked(testFormula(node.expression, this.source(node), this.testContext));
      case 'ArithmeticCommand':
        return this.checked(this.flag(this.source(node)));
      case 'Coproc':
        return this.formulas.always;
    }
  }

  /** A command fails the script where nobody looks at its failure and the shell stops on failures. */
  checked(ok: Formula): Formula {
    const { formulas } = this;
    this.lastOk = ok;
    if (this.isGuarded || !this.state.stopsOnFailure) return ok;
    this.exitedBadly = formulas.any(this.exitedBadly, formulas.without(this.alive, ok));
    this.alive = formulas.all(this.alive, ok);
    return ok;
  }

  guarded(run: () => Formula): Formula {
    const before = this.isGuarded;
    this.isGuarded = true;
    try {
      return run();
    } finally {
      this.isGuarded = before;
    }
  }

  /** Runs something only where a condition is true; the state of both ways meets afterwards. */
  where(condition: Formula, run: () => Formula, otherwise: Formula): Formula {
    const { formulas } = this;
    const before = { alive: this.alive, state: this.state };
    this.alive = formulas.all(before.alive, condition);
    if (this.alive === formulas.never) {
      this.alive = before.alive;
      return otherwise;
    }
    const ok = run();
    const passedBy = formulas.without(before.alive, condition);
    const result = formulas.any(formulas.all(this.alive, ok), formulas.all(passedBy, otherwise));
    this.state = passedBy === formulas.never ? this.state : merged(this.state, before.state);
    this.alive = formulas.any(this.alive, passedBy);
    return result;
  }

  /** A shell of its own: what it sets and where it ends stays in it. */
  subshell(timeline: () => Timeline = () => this.timeline): ShellRun {
    const shell: ShellRun = Object.create(this);
    Object.assign(shell, {
      timeline: timeline(),
      exitedWell: this.formulas.never,
      exitedBadly: this.formulas.never,
    });
    return shell;
  }

  inSubshell(run: (shell: ShellRun) => Formula): Formula {
    const shell = this.subshell();
    return shell.end(run(shell)).succeeded;
  }

  /** A simple command, with what a pipe or a here-document gives it to read. */
  simple(node: CommandSyntax, input: string | undefined, piped?: string): Formula {
    return this.checked(runSimpleCommand(this, node, { input, piped }));
  }

  /** Calls a function of the script; undefined where it has none of this name. */
  call(name: string): Formula | undefined {
    const { formulas } = this;
    const called = this.functions.get(name);
    const mark = `function ${name}`;
    if (!called || this.running.length > deepestScripts || this.running.includes(mark)) return undefined;

    const shell: ShellRun = Object.create(this);
    shell.running = [...this.running, mark];
    shell.text = called.text;
    shell.returned = { succeeded: formulas.never, failed: formulas.never };
    const ok = called.body.type === 'CompoundList' ? shell.list(called.body) : shell.command(called.body);

    const { succeeded, failed } = shell.returned;
    const result = formulas.any(formulas.all(shell.alive, ok), succeeded);
    this.alive = formulas.any(shell.alive, succeeded, failed);
    this.state = shell.state;
    this.exitedWell = shell.exitedWell;
    this.exitedBadly = shell.exitedBadly;
    return result;
  }

  /** Ends the script, or the function that is called, with a status. */
  leave(ok: Formula, isReturn: boolean): void {
    const { formulas } = this;
    const well = formulas.all(this.alive, ok);
    const badly = formulas.without(this.alive, ok);
    if (isReturn && this.returned) {
      this.returned.succeeded = formulas.any(this.returned.succeeded, well);
      this.returned.failed = formulas.any(this.returned.failed, badly);
    } else {
      this.exitedWell = formulas.any(this.exitedWell, well);
      this.exitedBadly = formulas.any(this.exitedBadly, badly);
    }
    this.alive = formulas.never;
  }

  source({ pos, end }: { pos: number; end: number }): string {
    const source = this.text.source.slice(pos, end);
    return shownText(source, this.text).replace(/\s+/g, ' ');
  }

  placeOf({ pos }: { pos: number }): Place {
    return this.text.placeOf(pos);
  }

  /** A condition under its own text, new in every round of a loop. */
  flag(text: string): Formula {
    return this.context.worlds.flag([this.context.job, ...this.rounds, text].join(' '), text);
  }

  /** That something fails here: in this job, at this place, in this round. */
  failure(what: string, at: { pos: number }): Formula {
    const place = this.placeOf(at);
    const key = [this.context.job, ...this.running, place.file, place.line, at.pos, ...this.rounds];
    return this.context.worlds.failure(key.join(' '), what);
  }

  get wordContext(): WordContext {
    const { worlds, job } = this.context;
    return { worlds, job: [job, ...this.rounds].join(' '), text: this.text, variable: (name) => this.variable(name) };
  }

  get testContext() {
    const { worlds } = this.context;
    return {
      worlds,
      flag: (text: string) => this.flag(text),
      valueOfWord: (word: Parameters<typeof wordValue>[0]) => wordValue(word, this.wordContext),
    };
  }

  variable(name: string): Value {
    if (name === '?') {
      const { formulas } = this;
      return {
        kind: 'choice',
        options: [
          { when: this.lastOk, value: { kind: 'known', value: '0' } },
          { when: formulas.not(this.lastOk), value: { kind: 'known', value: '1' } },
        ],
      };
    }
    const own = this.state.variables.get(name);
    if (own) return own;
    const given = this.state.machine !== 'runner' ? undefined : this.context.variable(name);
    return given ?? unknown(`${this.context.job} $${name}`, `$${name}`);
  }

  private andOr({ commands, operators }: AndOr): Formula {
    const [first, ...rest] = commands;
    if (!first) return this.formulas.always;
    let ok = this.guarded(() => this.node(first));
    for (const [index, next] of rest.entries()) {
      const isAnd = operators[index] === '&&';
      const isLast = index === rest.length - 1;
      const run = () => (isLast ? this.node(next) : this.guarded(() => this.node(next)));
      const condition = isAnd ? ok : this.formulas.not(ok);
      ok = this.where(condition, run, isAnd ? this.formulas.never : this.formulas.always);
    }
    this.lastOk = ok;
    return ok;
  }

  private pipeline({ commands, prefixes }: Pipeline): Formula {
    const isNegated = prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
    const run = () => (commands.length === 1 && commands[0] ? this.command(commands[0]) : this.pipe(commands));
    if (!isNegated) return run();
    const ok = this.formulas.not(this.guarded(run));
    this.lastOk = ok;
    return ok;
  }

  /** Commands of a pipe run beside each other, each in a shell of its own; the last one decides, without pipefail. */
  private pipe(commands: readonly CommandNode[]): Formula {
    const { formulas } = this;
    const forks: Timeline[] = [];
    const results = commands.map((command, index) => {
      const shell = this.subshell(() => this.timeline.fork());
      forks.push(shell.timeline);
      const previous = commands[index - 1];
      const input = previous?.type === 'Command' ? echoed(previous) : undefined;
      const piped = previous && input === undefined ? this.source(previous) : undefined;
      const ok = shell.guarded(() =>
        command.type === 'Command' ? shell.simple(command, input, piped) : shell.command(command),
      );
      return shell.end(ok).succeeded;
    });
    this.timeline.join(...forks);
    return this.checked(this.state.pipefail ? formulas.all(...results) : (results.at(-1) ?? formulas.always));
  }

  private redirected({ command, redirects }: Redirected): Formula {
    const writes = redirects.some(
      (redirect) => redirect.type === 'Redirect' && /\.env/.test(redirect.target?.value ?? ''),
    );
    if (writes) this.state = { ...this.state, hasMoreVariables: true };
    return this.command(command);
  }

  private if({ clause, then, elif, else: otherwise }: If): Formula {
    const [next, ...rest] = elif;
    const ok = this.guarded(() => this.list(clause));
    const chosen = this.formulas.not(ok);
    let inThen = this.formulas.always;
    const ran = this.where(ok, () => (inThen = this.list(then)), this.formulas.always);
    const elseNode: If | undefined = next && { ...next, type: 'If', elif: rest, else: otherwise };
    if (!elseNode && !otherwise) return ran;
    const runElse = () => {
      if (elseNode) return this.if(elseNode);
      return otherwise ? this.list(otherwise) : this.formulas.always;
    };
    return this.where(chosen, runElse, inThen);
  }

  private case({ word, items }: Case): Formula {
    const { formulas } = this;
    const value = wordValue(word, this.wordContext);
    let open = formulas.always;
    let result = formulas.always;
    for (const { pattern, body } of items) {
      const matches = formulas.any(...pattern.map((each) => this.matches(value, each.text, this.source(word))));
      const here = formulas.all(open, matches);
      let ok = formulas.always;
      this.where(here, () => (ok = this.list(body)), formulas.always);
      result = formulas.choose(here, ok, result);
      open = formulas.without(open, matches);
    }
    return result;
  }

  private matches(value: Value, pattern: string, word: string): Formula {
    if (pattern === '*') return this.formulas.always;
    const plain = pattern.replace(/^(['"])(.*)\1$/, '$2');
    const literal = placeholderValue(plain, this.text) ?? { kind: 'known' as const, value: plain };
    return /[*?[]/.test(plain) ? this.flag(`${word} matches ${plain}`) : textsEqual(this.context, value, literal);
  }
}

/** `echo y | convex deploy`: what is written into a pipe, where it is written down. */
function echoed({ name, args }: CommandSyntax): string | undefined {
  if (name?.value !== 'echo' && name?.value !== 'printf' && name?.value !== 'cat') return undefined;
  return args.map((arg) => ('value' in arg && typeof arg.value === 'string' ? arg.value : '')).join(' ');
}
