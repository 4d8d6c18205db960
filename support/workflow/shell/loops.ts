import type { ArithmeticFor, For, Select, While } from 'unbash';
import { known, textOf, type Value } from '../expression/value.ts';
import type { Formula } from '../formula/formulas.ts';
import type { LoopFrame, Shell } from './shell.ts';
import { wordTexts, wordValue } from './word-values.ts';

/** Rounds that are followed of a loop over what nobody knows: one that decides, and one more. */
const roundsOfUnknown = 2;
/** Rounds that are followed of a loop over what is written down. */
const mostRounds = 8;

/** `for x in a b c`: each round; over what nobody knows, two rounds or none. */
export function runFor(shell: Shell, loop: For | ArithmeticFor | Select): Formula {
  const items = loop.type === 'For' ? itemsOf(shell, loop) : undefined;
  const { formulas } = shell;
  const frame = openFrame(shell);
  const runs = items
    ? formulas.always
    : shell.flag(
        `${shell
          .source(loop)
          .split(/;|\bdo\b/)[0]
          ?.trim()} has anything to do`,
      );
  const rounds = items?.slice(0, mostRounds) ?? Array.from({ length: roundsOfUnknown }, () => undefined);

  const ok = shell.where(
    runs,
    () => {
      let last = formulas.always;
      for (const [round, item] of rounds.entries())
        last = inRound(shell, round, () => {
          if (loop.type === 'For' && item) setVariable(shell, loop.name.value, item);
          const body = shell.list(loop.body);
          return formulas.choose(takeContinued(shell, frame), formulas.always, body);
        });
      return last;
    },
    formulas.always,
  );
  return closeFrame(shell, ok);
}

/** Words that are written down; undefined where nobody knows how many there are. */
function itemsOf(shell: Shell, { wordlist }: For): Value[] | undefined {
  const texts = wordlist?.flatMap((word) => {
    const isKnown = textOf(wordValue(word, shell.wordContext)) !== undefined;
    const isPattern = (word.parts ?? []).some(({ type }) => type === 'Glob' || type === 'BraceExpansion');
    return isKnown && !isPattern ? wordTexts(word, shell.wordContext) : [undefined];
  });
  return texts?.every((text) => text !== undefined) ? texts.map(known) : undefined;
}

/**
 * `while` and `until`: two rounds, and the way out after each. Runs that never come out are left: they end by a time
 * limit, and never well.
 */
export function runWhile(shell: Shell, { kind, clause, body }: While): Formula {
  const { formulas } = shell;
  const frame = openFrame(shell);
  let left = formulas.never;
  let leftWell = formulas.never;
  let last = formulas.always;
  for (let round = 0; round <= roundsOfUnknown; round += 1) {
    inRound(shell, round, () => {
      const ok = shell.guarded(() => shell.list(clause));
      const goesOn = kind === 'while' ? ok : formulas.not(ok);
      const leaves = formulas.without(shell.alive, goesOn);
      left = formulas.any(left, leaves);
      leftWell = formulas.any(leftWell, formulas.all(leaves, last));
      shell.alive = formulas.all(shell.alive, goesOn);
      last = shell.list(body);
      last = formulas.choose(takeContinued(shell, frame), formulas.always, last);
      return last;
    });
  }
  shell.alive = left;
  return closeFrame(shell, leftWell);
}

function openFrame(shell: Shell): LoopFrame {
  const frame = { broken: shell.formulas.never, continued: shell.formulas.never };
  shell.frames.push(frame);
  return frame;
}

/** What `break` left comes back, with 0. */
function closeFrame(shell: Shell, ok: Formula): Formula {
  const frame = shell.frames.pop();
  if (!frame) return ok;
  const { formulas } = shell;
  const result = formulas.any(formulas.all(shell.alive, ok), frame.broken);
  shell.alive = formulas.any(shell.alive, frame.broken);
  return result;
}

function takeContinued(shell: Shell, frame: LoopFrame): Formula {
  const { continued } = frame;
  shell.alive = shell.formulas.any(shell.alive, continued);
  frame.continued = shell.formulas.never;
  return continued;
}

function inRound(shell: Shell, round: number, run: () => Formula): Formula {
  const before = shell.rounds;
  shell.rounds = [...before, round];
  try {
    return run();
  } finally {
    shell.rounds = before;
  }
}

function setVariable(shell: Shell, name: string, value: Value): void {
  shell.state = { ...shell.state, variables: new Map([...shell.state.variables, [name, value]]) };
}
