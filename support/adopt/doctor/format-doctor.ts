import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import { countWords } from '../../text/count-words.ts';
import type { Diagnosis, Ward } from './diagnosis.ts';

const marks: Record<Diagnosis['kind'], string> = { good: '✓', note: '!', open: '?', wrong: '✗' };

/** What the doctor found, for a terminal. */
export function formatDoctor(wards: readonly Ward[]): string {
  return [
    ...wards.flatMap(({ title, diagnoses }) => [title, ...diagnoses.flatMap(linesOf), '']),
    conclusion(wards.flatMap(({ diagnoses }) => diagnoses)),
  ].join('\n');
}

function linesOf({ kind, what, remedy }: Diagnosis): string[] {
  const [first = '', ...more] = what.split('\n');
  return [
    `  ${marks[kind]} ${first}`,
    ...more.map((line) => `    ${line}`),
    ...(remedy === undefined ? [] : [`      → ${remedy}`]),
  ];
}

function conclusion(diagnoses: readonly Diagnosis[]): string {
  const wrongs = diagnoses.filter(({ kind }) => kind === 'wrong').length;
  const opens = diagnoses.filter(({ kind }) => kind === 'open').length;
  if (wrongs > 0) return `${countWords(wrongs, 'thing is', 'things are')} wrong (✗): no run can start.`;
  if (opens > 0)
    return `${countWords(opens, 'thing is', 'things are')} missing (?): a gate run would not be able to verify everything critical.`;
  return 'A gate run has what it needs. Whether the deployment is right is for the gate to say.';
}

/** 78 where something is wrong, 3 where something critical could not be verified, and 0 otherwise. */
export function exitCodeOf(wards: readonly Ward[]): ExitCode {
  const kinds = new Set(wards.flatMap(({ diagnoses }) => diagnoses.map(({ kind }) => kind)));
  if (kinds.has('wrong')) return exitCodes.configuration;
  return kinds.has('open') ? exitCodes.notVerified : exitCodes.done;
}
