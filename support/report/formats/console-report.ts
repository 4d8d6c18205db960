import { styleText } from 'node:util';
import { formatEvidence, formatOutcome } from '../../check/format.ts';
import type { Outcome } from '../../check/outcome.ts';
import { guidanceFor } from '../../families/delivery/guidance.ts';
import { redact } from '../../redaction/redact.ts';
import { wordDuration } from '../../text/duration.ts';
import { partsOf, type Verdict } from '../verdict/verdict.ts';
import { countsOf, signs } from './signs.ts';

export interface ConsoleOptions {
  color: boolean;
  /** Where the verdict was written, shown at the end. */
  verdictFile: string;
}

/** Of one check: more would push everything else off the screen. The verdict and report.md have them. */
const mostFindings = 25;

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** The whole console report: grouped by platform with counts, each finding in full, the verdict last. */
export function formatConsoleReport(verdict: Verdict, options: ConsoleOptions): string {
  const paint: Paint = (style, text) => (options.color ? styleText(style, text, { validateStream: false }) : text);
  const parts = Object.values(verdict.parts);
  const outcomes = parts.flatMap((part) => part?.outcomes ?? []);
  const breakages = parts.flatMap((part) => part?.breakages ?? []);
  const name = (outcome: Outcome) =>
    verdict.environments.length > 1 ? `${outcome.environment} › ${outcome.check}` : outcome.check;
  const platforms = Map.groupBy(outcomes, ({ platform }) => platform);
  return redact(
    [
      '',
      ...headOf(verdict, paint),
      ...[...platforms].flatMap(([platform, group]) => [
        '',
        `${paint('bold', platform)}  ${paint('dim', countsOf(group))}`,
        ...groupOf(group, name, paint),
      ]),
      ...breakages.flatMap(({ place, message }) => [
        '',
        `${paint('red', '✗')} ${place}`,
        `    ${message.replaceAll('\n', '\n    ')}`,
      ]),
      '',
      ...tailOf(verdict, outcomes, name, paint),
      ...guidanceLines(verdict, outcomes, paint),
      paint('dim', `exit ${verdict.exitCode ?? '?'} · ${options.verdictFile}`),
      '',
    ].join('\n'),
  );
}

function headOf(verdict: Verdict, paint: Paint): string[] {
  const commit = verdict.commit === null ? '' : paint('dim', ` · ${verdict.commit.slice(0, 12)}`);
  const partial = Object.values(verdict.parts).find((part) => part?.partial !== undefined)?.partial;
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

/** Held checks take one line each, in columns; all others are shown in full. */
function groupOf(group: readonly Outcome[], name: (outcome: Outcome) => string, paint: Paint): string[] {
  const width = Math.max(0, ...group.filter(({ kind }) => kind === 'held').map((outcome) => name(outcome).length));
  return group.flatMap((outcome) => {
    const { sign, color } = signs[outcome.kind];
    if (outcome.kind === 'held') {
      const aside = `${formatEvidence(outcome.evidence)} · ${wordDuration(outcome.durationMs)}`;
      return [`  ${paint(color, sign)} ${name(outcome).padEnd(width)}  ${paint('dim', aside)}`];
    }
    const body = formatOutcome(outcome, '      ', mostFindings);
    return [
      `  ${paint(color, sign)} ${paint('bold', name(outcome))}  ${outcome.title}`,
      ...(body === '' ? [] : [body]),
      ...(closes(outcome) || outcome.kind === 'warned' ? [paint('dim', `      at ${outcome.spec}`)] : []),
    ];
  });
}

/** What to do next, where the gate failed. */
function guidanceLines(verdict: Verdict, outcomes: readonly Outcome[], paint: Paint): string[] {
  const guidance = guidanceFor({ ...verdict, outcomes });
  if (!guidance) return [];
  return ['', paint('bold', guidance.title), ...guidance.lines.map((line) => `  ${line}`)];
}

function tailOf(
  verdict: Verdict,
  outcomes: readonly Outcome[],
  name: (outcome: Outcome) => string,
  paint: Paint,
): string[] {
  const closing = outcomes.filter(closes);
  const repeated = outcomes.filter(({ retries, kind }) => retries > 0 && kind === 'held');
  return [
    // The end of a long report is what stays on the screen, so what closes the gate is named again there.
    ...closing.map((outcome) => `${paint('red', signs[outcome.kind].sign)} ${name(outcome)} ${outcome.kind}`),
    ...(closing.length > 0 ? [''] : []),
    countsOf(outcomes) || 'no check',
    ...(repeated.length > 0 ? [`held only after retries: ${repeated.map(name).join(', ')}`] : []),
    ...crossings(outcomes).map((line) => paint('dim', line)),
    ...asidesOf(verdict).map((line) => paint('yellow', line)),
    paint(['bold', verdict.exitCode === 0 ? 'green' : 'red'], verdict.headline),
  ];
}

/** What a reader of any report has to know beside the outcomes: other runs meanwhile, and waivers that count for nothing. */
export function asidesOf(verdict: Verdict): string[] {
  const parts = partsOf(verdict);
  const beside = [...new Set(parts.flatMap((part) => part.beside ?? []))];
  return [
    ...beside.map(
      (run) => `${run} ran on the same environments meanwhile: what bursts and canaries show may come from it`,
    ),
    ...new Set(parts.flatMap(({ notes = [] }) => notes)),
  ];
}

/** Which environments were reached from which other, and by which checks. */
function crossings(outcomes: readonly Outcome[]): string[] {
  const pairs = Map.groupBy(
    outcomes.flatMap(({ check, environment, reached }) => reached.map((other) => ({ check, environment, other }))),
    ({ environment, other }) => `from ${environment} ${other} was reached by`,
  );
  return [...pairs].map(([pair, checks]) => `${pair} ${checks.map(({ check }) => check).join(', ')}`);
}

function closes({ kind, severity, optional }: Outcome): boolean {
  return kind === 'failed' || (kind === 'not verified' && severity === 'critical' && optional !== true);
}
