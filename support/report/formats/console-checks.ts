import { formatEvidence, formatOutcome } from '../../check/format.ts';
import type { Outcome } from '../../check/outcome.ts';
import { wordDuration } from '../../text/duration.ts';
import { closesGate } from '../verdict/causes.ts';
import type { Paint } from './paint.ts';
import { countsOf, signs } from './signs.ts';

/** Of one check: more would push everything else off the screen. The verdict and report.md have them. */
const mostFindings = 25;

type Name = (outcome: Outcome) => string;

/** Every check, grouped by platform with counts, each finding in full. */
export function everyCheckLines(outcomes: readonly Outcome[], name: Name, paint: Paint): string[] {
  return [...Map.groupBy(outcomes, ({ platform }) => platform)].flatMap(([platform, group]) => [
    '',
    `${paint('bold', platform)}  ${paint('dim', countsOf(group))}`,
    ...groupOf(group, name, paint),
  ]);
}

/** The end of a long report is what stays on the screen, so what closes the gate is named again there. */
export function closingLines(outcomes: readonly Outcome[], name: Name, paint: Paint): string[] {
  const closing = outcomes.filter(closesGate);
  return [
    ...closing.map((outcome) => `${paint('red', signs[outcome.kind].sign)} ${name(outcome)} ${outcome.kind}`),
    ...(closing.length > 0 ? [''] : []),
  ];
}

/** Held checks take one line each, in columns; all others are shown in full. */
function groupOf(group: readonly Outcome[], name: Name, paint: Paint): string[] {
  const width = Math.max(0, ...group.filter(({ kind }) => kind === 'held').map((outcome) => name(outcome).length));
  return group.flatMap((outcome) => {
    const { sign, color } = signs[outcome.kind];
    if (outcome.kind === 'held') {
      const aside = `${formatEvidence(outcome.evidence)} · ${wordDuration(outcome.durationMs)}`;
      return [
        `  ${paint(color, sign)} ${name(outcome).padEnd(width)}  ${paint('dim', aside)}`,
        ...(outcome.printed === undefined ? [] : [formatOutcome({ ...outcome, retries: 0 }, '      ')]),
      ];
    }
    const body = formatOutcome(outcome, '      ', mostFindings);
    return [
      `  ${paint(color, sign)} ${paint('bold', name(outcome))}  ${outcome.title}`,
      ...(body === '' ? [] : [body]),
      ...(closesGate(outcome) || outcome.kind === 'warned' ? [paint('dim', `      at ${outcome.spec}`)] : []),
    ];
  });
}
