import { formatEvidence, formatOutcome } from '../../check/format.ts';
import type { Outcome } from '../../check/outcome.ts';
import { guidanceFor } from '../../families/delivery/guidance.ts';
import { codeMarkdown, escapeMarkdown, fencedMarkdown } from '../../text/escape-markdown.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { asidesOf } from './asides.ts';
import { countsOf, signs } from './signs.ts';

/** The verdict as GitHub-flavoured Markdown: what closed the gate in full, the rest as a table. */
export function formatMarkdownReport(verdict: Verdict): string {
  const parts = Object.values(verdict.parts);
  const outcomes = parts.flatMap((part) => part?.outcomes ?? []);
  const breakages = parts.flatMap((part) => part?.breakages ?? []);
  const told = outcomes.filter(({ kind }) => kind !== 'held' && kind !== 'not applicable');
  const commit = verdict.commit === null ? '' : ` · ${codeMarkdown(verdict.commit.slice(0, 12))}`;
  return [
    `## ${verdict.exitCode === 0 ? '✅' : '❌'} ${escapeMarkdown(verdict.headline)}`,
    '',
    `${escapeMarkdown(verdict.deployment)} · ${escapeMarkdown(verdict.project)}${commit} · ${countsOf(outcomes) || 'no check'} · exit ${verdict.exitCode ?? '?'}`,
    '',
    ...(verdict.embedded ? ['> This is the embedded twin that ships with Airlock.', ''] : []),
    ...asidesOf(verdict).flatMap((line) => [`> ${escapeMarkdown(line)}`, '']),
    ...breakages.flatMap(({ place, message }) => [`**${escapeMarkdown(place)}**`, '', fencedMarkdown(message), '']),
    ...told.flatMap((outcome) => [
      `### ${signs[outcome.kind].sign} ${escapeMarkdown(outcome.check)} · ${escapeMarkdown(outcome.environment)} · ${outcome.kind}`,
      '',
      escapeMarkdown(outcome.title),
      '',
      fencedMarkdown(formatOutcome(outcome, '')),
      '',
      codeMarkdown(outcome.spec),
      '',
    ]),
    ...tableOf(outcomes),
    ...guidanceOf(verdict, outcomes),
  ].join('\n');
}

/** What to do next, where the gate failed. */
function guidanceOf(verdict: Verdict, outcomes: readonly Outcome[]): string[] {
  const guidance = guidanceFor({ ...verdict, outcomes });
  return guidance ? [`### ${guidance.title}`, '', fencedMarkdown(guidance.lines.join('\n')), ''] : [];
}

function tableOf(outcomes: readonly Outcome[]): string[] {
  if (outcomes.length === 0) return [];
  return [
    '<details><summary>Every check</summary>',
    '',
    '| | check | environment | outcome | evidence | ms |',
    '| --- | --- | --- | --- | --- | ---: |',
    ...outcomes.map(
      ({ kind, check, environment, evidence, durationMs }) =>
        `| ${signs[kind].sign} | ${escapeMarkdown(check)} | ${escapeMarkdown(environment)} | ${kind} | ${escapeMarkdown(formatEvidence(evidence))} | ${durationMs} |`,
    ),
    '',
    '</details>',
    '',
  ];
}
