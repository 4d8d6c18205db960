import type { AndOr, CommandNode, CompoundList, PipelineNode, Statement } from 'unbash';
import type { Value } from '../expression/value.ts';
import type { Formula, Formulas } from '../formula/formulas.ts';
import type { Place, Script } from '../source/workflow.ts';
import type { ScriptText } from './script-text.ts';
import type { ShellContext, ShellState } from './shell-context.ts';
import type { TestContext } from './test-conditions.ts';
import type { Timeline } from './timeline.ts';
import type { WordContext } from './word-values.ts';

/** A function of a script, with the text that its lines belong to. */
export interface ShellFunction {
  body: CommandNode | CompoundList;
  text: ScriptText;
}

/** Where `break` and `continue` lead. */
export interface LoopFrame {
  broken: Formula;
  continued: Formula;
}

/** How a script ends: where it ends at all, and where it ends with 0. */
export interface ScriptEnd {
  succeeded: Formula;
  failed: Formula;
}

export interface ShellStart {
  script: Script;
  /** False for files: `${{ }}` means nothing in them. */
  hasExpressions: boolean;
  state: ShellState;
  reached: Formula;
  timeline: Timeline;
  /** The places that led here, the workflow's first. */
  trace: readonly Place[];
  /** Scripts that are being run, against circles. */
  running: readonly string[];
}

/** A script that calls itself, or goes deeper than anybody would write. */
export const deepestScripts = 12;

/**
 * A shell that runs a script in every way in which it may go. `alive` is where it still runs; what runs in it returns
 * where it ends with 0.
 */
export interface Shell {
  readonly context: ShellContext;
  readonly formulas: Formulas;
  readonly trace: readonly Place[];
  readonly running: readonly string[];
  readonly functions: Map<string, ShellFunction>;
  readonly text: ScriptText;
  readonly frames: LoopFrame[];
  readonly wordContext: WordContext;
  readonly testContext: TestContext;
  state: ShellState;
  alive: Formula;
  timeline: Timeline;
  /** `$?` */
  lastOk: Formula;
  exitedWell: Formula;
  exitedBadly: Formula;
  /** A failure is looked at by the script itself: `if`, `||`, `!`. */
  isGuarded: boolean;
  /** Rounds of loops: what fails in one round may succeed in the next. */
  rounds: readonly number[];
  /** A shell of its own, for another script. */
  start: (start: ShellStart, functions?: Map<string, ShellFunction>) => Shell;
  /** Runs the whole script. */
  run: () => ScriptEnd;
  statements: (statements: readonly Statement[]) => Formula;
  list: (list: CompoundList) => Formula;
  node: (node: PipelineNode | AndOr) => Formula;
  command: (node: CommandNode) => Formula;
  guarded: (run: () => Formula) => Formula;
  where: (condition: Formula, run: () => Formula, otherwise: Formula) => Formula;
  inSubshell: (run: (shell: Shell) => Formula) => Formula;
  wait: () => void;
  call: (name: string) => Formula | undefined;
  leave: (ok: Formula, isReturn: boolean) => void;
  source: (node: { pos: number; end: number }) => string;
  placeOf: (node: { pos: number }) => Place;
  flag: (text: string) => Formula;
  failure: (what: string, at: { pos: number }) => Formula;
  variable: (name: string) => Value;
}
