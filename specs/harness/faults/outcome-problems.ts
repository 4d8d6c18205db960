import type { Aside, Fault } from '../../../fixtures/faults/fault.ts';
import type { Outcome } from '../../../support/check/index.ts';
import type { Run } from './run-in-process.ts';

/** What a fault says of the run that it is planted for. */
export type ExpectedOutcome = Pick<Fault, 'caughtBy' | 'alongside' | 'holds' | 'exitCode'>;

const open: readonly Outcome['kind'][] = ['failed', 'warned', 'not verified'];

/**
 * Where a run differs from what its fault declares, as sentences: a check that failed, warned or is not verified and is not
 * declared, one that is declared and did not, words that were not said, or not shown, and the exit code.
 */
export function outcomeProblems(fault: ExpectedOutcome, { exitCode, stdout, stderr, verdict }: Run): string[] {
  const outcomes = verdict?.parts.specs?.outcomes ?? [];
  const declared = [...fault.caughtBy, ...(fault.alongside ?? [])];
  const expected = declared.map((each) => `${nameOf(each.environment ?? 'prod', each.check)} ${each.kind}`);
  const seen = outcomes
    .filter(({ kind }) => open.includes(kind))
    .map(({ environment, check, kind }) => `${nameOf(environment, check)} ${kind}`);
  return [
    ...seen
      .filter((each) => !expected.includes(each))
      .map((each) => `not declared: ${each} (where it follows from this fault, add it to its \`alongside\`)`),
    ...expected.filter((each) => !seen.includes(each)).map((each) => `declared, and did not come: ${each}`),
    ...expected.filter((each, index) => expected.indexOf(each) < index).map((each) => `declared twice: ${each}`),
    ...declared.flatMap((each) => wordProblems(each, outcomes, stdout)),
    ...(fault.holds ?? [])
      .filter((id) => kindOf(outcomes, id) !== 'held')
      .map((id) => `to hold all the same: ${id}, which is ${kindOf(outcomes, id)}`),
    ...(exitCode === fault.exitCode ? [] : [`exit code ${exitCode} instead of ${fault.exitCode}`]),
    ...(/^\s+at .*(node_modules|node:)/m.test(stdout + stderr) ? ['frames of the machinery are shown'] : []),
  ];
}

/** The verdict file must hold the words, and the terminal must show them. */
function wordProblems(declared: Aside, outcomes: readonly Outcome[], stdout: string): string[] {
  const outcome = outcomes.find(
    ({ check, environment }) => check === declared.check && environment === (declared.environment ?? 'prod'),
  );
  if (!outcome) return [];
  const sides = { verdict: wordsOf(outcome), terminal: oneLine(stdout) };
  return (declared.says ?? []).flatMap((words) =>
    Object.entries(sides)
      .filter(([side, text]) => !includes(text, side === 'terminal' ? asOneLine(words) : words))
      .map(([side]) => `${declared.check} does not say ${words} (${side})`),
  );
}

/** What a check says in the verdict, as one text. */
function wordsOf({ findings, reason, enable }: Outcome): string {
  return [
    ...findings.flatMap(({ what, expected, received, from, cause, remedy }) => [
      what,
      expected,
      received,
      ...from,
      cause ?? '',
      remedy ?? '',
    ]),
    reason ?? '',
    enable ?? '',
  ].join('\n');
}

function includes(text: string, words: string | RegExp): boolean {
  return typeof words === 'string' ? text.includes(words) : words.test(text);
}

function asOneLine(words: string | RegExp): string | RegExp {
  return typeof words === 'string' ? oneLine(words) : words;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function kindOf(outcomes: readonly Outcome[], id: string): string {
  return outcomes.find(({ check, environment }) => check === id && environment === 'prod')?.kind ?? 'not run';
}

function nameOf(environment: string, check: string): string {
  return environment === 'prod' ? check : `${environment} › ${check}`;
}
