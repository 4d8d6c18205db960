import type { Outcome } from '../../check/outcome.ts';
import { guidanceFor } from '../../families/delivery/guidance.ts';
import { redact } from '../../redaction/redact.ts';
import { countWords } from '../../text/count-words.ts';
import type { OnCall } from '../on-call/on-call.ts';
import { groupByCause } from '../verdict/causes.ts';
import { partsOf, type Verdict } from '../verdict/verdict.ts';
import { asidesOf } from './asides.ts';
import { causeLines } from './console-causes.ts';
import { closingLines, everyCheckLines } from './console-checks.ts';
import { foldedLines } from './folded-lines.ts';
import { wayBackOf, whatChanged } from './on-call-lines.ts';
import { type Paint, paintWith } from './paint.ts';
import { printedBeside } from './printed.ts';
import { countsOf, signs } from './signs.ts';

export interface ConsoleOptions {
  color: boolean;
  /** Where the verdict was written, shown at the end. */
  verdictFile: string;
  /** Every check, with what it looked at, each finding in full. */
  verbose?: boolean | undefined;
  onCall?: OnCall | undefined;
}

/** The console report: what is wrong by its cause, the gravest first, then counts; or every check, where that is asked for. */
export function formatConsoleReport(
  verdict: Verdict,
  { color, verdictFile, verbose = false, onCall }: ConsoleOptions,
): string {
  const paint = paintWith(color);
  const parts = partsOf(verdict);
  const outcomes = parts.flatMap((part) => part.outcomes);
  const breakages = parts.flatMap((part) => part.breakages);
  const several = verdict.environments.length > 1;
  const name = (outcome: Outcome) => (several ? `${outcome.environment} › ${outcome.check}` : outcome.check);
  const causes = groupByCause(outcomes);
  return redact(
    [
      '',
      ...headOf(verdict, paint),
      ...(verbose
        ? everyCheckLines(outcomes, name, paint)
        : [
            ...causeLines(causes, { project: verdict.project, paint, several, onCall }),
            ...printedLines(outcomes, name, paint),
          ]),
      ...breakages.flatMap(({ place, message }) => [
        '',
        `${paint('red', '✗')} ${place}`,
        `    ${message.replaceAll('\n', '\n    ')}`,
      ]),
      '',
      ...(verbose ? closingLines(outcomes, name, paint) : heldLines(verdict, causes.held, paint)),
      countsOf(outcomes) || 'no check',
      ...(verbose ? [] : foldedLines(causes).map((line) => paint('dim', line))),
      ...tailOf(verdict, outcomes, name, paint),
      ...(verdict.exitCode === 0 ? [] : whatChanged(onCall)),
      ...guidanceLines(verdict, outcomes, { paint, verbose, onCall }),
      paint(
        'dim',
        `exit ${verdict.exitCode ?? '?'} · ${verdictFile}${verbose ? '' : ' · AIRLOCK_VERBOSE=1 shows every check'}`,
      ),
      '',
    ].join('\n'),
  );
}

function headOf(verdict: Verdict, paint: Paint): string[] {
  const commit = verdict.commit === null ? '' : paint('dim', ` · ${verdict.commit.slice(0, 12)}`);
  const partial = partsOf(verdict).find((part) => part.partial !== undefined)?.partial;
  return [
    `${paint('bold', `Airlock · ${verdict.deployment} · ${verdict.project}`)}${commit}`,
    ...(verdict.embedded
      ? [paint('yellow', 'This is the embedded twin that ships with Airlock. Your own deployment was not checked.')]
      : []),
    ...(partial === undefined
      ? []
      : [paint('yellow', `Only some of the checks ran (${partial}): this verdict does not open the gate.`)]),
  ];
}

/** An open gate says for each platform how much was looked at; where it is closed, that is beside the point. */
function heldLines(verdict: Verdict, held: readonly Outcome[], paint: Paint): string[] {
  if (verdict.exitCode !== 0 || held.length === 0) return [];
  const platforms = [...Map.groupBy(held, ({ platform }) => platform)];
  const width = Math.max(...platforms.map(([platform]) => platform.length));
  return [
    ...platforms.map(([platform, group]) => {
      const requests = group.reduce((sum, { evidence }) => sum + (evidence.requests ?? 0), 0);
      const seen = requests > 0 ? paint('dim', ` · ${countWords(requests, 'request')}`) : '';
      return `  ${paint('green', signs.held.sign)} ${platform.padEnd(width)}  ${group.length} held${seen}`;
    }),
    '',
  ];
}

/** What a team's checks wrote to the console, under the name of each. */
function printedLines(outcomes: readonly Outcome[], name: (outcome: Outcome) => string, paint: Paint): string[] {
  return printedBeside(outcomes).flatMap(({ outcome, lines }) => [
    '',
    `${paint('bold', name(outcome))} printed`,
    ...lines.map((line) => `    ${line}`),
  ]);
}

/** What to do next, where the gate failed. */
function guidanceLines(
  verdict: Verdict,
  outcomes: readonly Outcome[],
  { paint, verbose, onCall }: { paint: Paint; verbose: boolean; onCall: OnCall | undefined },
): string[] {
  const guidance = guidanceFor({ ...verdict, outcomes, ...wayBackOf(onCall) });
  if (!guidance) return [];
  const lines = verbose ? guidance.lines : guidance.short;
  return [...(verbose ? [''] : []), paint('bold', guidance.title), ...lines.map((line) => `  ${line}`)];
}

function tailOf(
  verdict: Verdict,
  outcomes: readonly Outcome[],
  name: (outcome: Outcome) => string,
  paint: Paint,
): string[] {
  const repeated = outcomes.filter(({ retries, kind }) => retries > 0 && kind === 'held');
  return [
    ...(repeated.length > 0 ? [`held only after retries: ${repeated.map(name).join(', ')}`] : []),
    ...crossings(outcomes).map((line) => paint('dim', line)),
    ...asidesOf(verdict).map((line) => paint('yellow', line)),
    paint(['bold', verdict.exitCode === 0 ? 'green' : 'red'], verdict.headline),
  ];
}

/** Which environments were reached from which other, and by which checks. */
function crossings(outcomes: readonly Outcome[]): string[] {
  const pairs = Map.groupBy(
    outcomes.flatMap(({ check, environment, reached }) => reached.map((other) => ({ check, environment, other }))),
    ({ environment, other }) => `${other} was reached from ${environment} by`,
  );
  return [...pairs].map(([pair, checks]) => `${pair} ${checks.map(({ check }) => check).join(', ')}`);
}
