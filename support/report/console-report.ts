import { styleText } from 'node:util';
import { formatEvidence, formatOutcome } from '../check/format.ts';
import type { Outcome, OutcomeKind } from '../check/outcome.ts';
import { outcomeKinds } from '../check/outcome.ts';
import { redact } from '../redaction/redact.ts';
import type { Verdict } from './verdict.ts';

const marks: Record<OutcomeKind, { sign: string; color: 'green' | 'red' | 'yellow' | 'gray' }> = {
  held: { sign: '✓', color: 'green' },
  failed: { sign: '✗', color: 'red' },
  warned: { sign: '!', color: 'yellow' },
  waived: { sign: '~', color: 'yellow' },
  'not verified': { sign: '?', color: 'red' },
  refused: { sign: '–', color: 'gray' },
  'not applicable': { sign: '·', color: 'gray' },
};

export interface ConsoleOptions {
  color: boolean;
  /** Where the verdict was written, shown at the end. */
  verdictFile: string;
}

/** The whole console report: grouped by platform with counts, each finding in full, the verdict last. */
export function formatConsoleReport(verdict: Verdict, options: ConsoleOptions): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
  const parts = Object.values(verdict.parts);
  const outcomes = parts.flatMap((part) => part?.outcomes ?? []);
  const several = verdict.environments.length > 1;
  const lines: string[] = [
    '',
    `${paint('bold', `Airlock · ${verdict.deployment} · ${verdict.project}`)}${verdict.commit === null ? '' : paint('dim', ` · ${verdict.commit.slice(0, 12)}`)}`,
  ];
  if (verdict.embedded)
    lines.push(
      paint(
        'yellow',
        'This is the embedded twin that ships with Airlock. Nothing of your own deployment was looked at.',
      ),
    );
  for (const [platform, group] of Map.groupBy(outcomes, ({ platform }) => platform)) {
    lines.push('', `${paint('bold', platform)}  ${paint('dim', countsOf(group))}`);
    for (const outcome of group) lines.push(...linesOf(outcome, several, paint));
  }
  for (const { place, message } of parts.flatMap((part) => part?.breakages ?? []))
    lines.push('', `${paint('red', '✗')} ${place}: ${message}`);
  const repeated = outcomes.filter(({ retries, kind }) => retries > 0 && kind === 'held');
  lines.push('', countsOf(outcomes) || 'no check');
  if (repeated.length > 0) lines.push(`held after repeated requests: ${repeated.map(({ check }) => check).join(', ')}`);
  const crossings = outcomes.filter(({ reached }) => reached.length > 0);
  for (const { check, environment, reached } of crossings)
    lines.push(paint('dim', `${check} for ${environment} reached ${reached.join(', ')}`));
  lines.push(
    paint(['bold', verdict.exitCode === 0 ? 'green' : 'red'], verdict.headline),
    paint('dim', `exit ${verdict.exitCode ?? '?'} · ${options.verdictFile}`),
    '',
  );
  return redact(lines.join('\n'));
}

function linesOf(
  outcome: Outcome,
  several: boolean,
  paint: (style: Parameters<typeof styleText>[0], text: string) => string,
): string[] {
  const { sign, color } = marks[outcome.kind];
  const environment = several ? `${outcome.environment} › ` : '';
  const evidence = formatEvidence(outcome.evidence);
  const head = `  ${paint(color, sign)} ${environment}${outcome.check}${outcome.kind === 'held' ? paint('dim', `  ${evidence} · ${outcome.durationMs} ms`) : `  ${outcome.title}`}`;
  if (outcome.kind === 'held') return [head];
  const body = formatOutcome(outcome, '      ');
  const spec =
    outcome.kind === 'failed' || outcome.kind === 'not verified' ? [paint('dim', `      at ${outcome.spec}`)] : [];
  return [head, ...(body === '' ? [] : [body]), ...spec];
}

function countsOf(outcomes: readonly Outcome[]): string {
  return outcomeKinds
    .map((kind) => ({ kind, count: outcomes.filter((outcome) => outcome.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`)
    .join(' · ');
}
