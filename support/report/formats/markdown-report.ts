import { formatEvidence, formatOutcome } from '../../check/format.ts';
import type { Outcome } from '../../check/outcome.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { countsOf, signs } from './signs.ts';

/** The verdict as GitHub-flavoured Markdown: what closed the gate in full, the rest as a table. */
export function formatMarkdownReport(verdict: Verdict): string {
  const parts = Object.values(verdict.parts);
  const outcomes = parts.flatMap((part) => part?.outcomes ?? []);
  const breakages = parts.flatMap((part) => part?.breakages ?? []);
  const told = outcomes.filter(({ kind }) => kind !== 'held' && kind !== 'not applicable');
  const commit = verdict.commit === null ? '' : ` · \`${cell(verdict.commit.slice(0, 12))}\``;
  return [
    `## ${verdict.exitCode === 0 ? '✅' : '❌'} ${cell(verdict.headline)}`,
    '',
    `${cell(verdict.deployment)} · ${cell(verdict.project)}${commit} · ${countsOf(outcomes) || 'no check'} · exit ${verdict.exitCode ?? '?'}`,
    '',
    ...(verdict.embedded ? ['> This is the embedded twin that ships with Airlock.', ''] : []),
    ...breakages.flatMap(({ place, message }) => [`**${cell(place)}**`, '', fenced(message), '']),
    ...told.flatMap((outcome) => [
      `### ${signs[outcome.kind].sign} ${outcome.check} · ${outcome.environment} · ${outcome.kind}`,
      '',
      cell(outcome.title),
      '',
      fenced(formatOutcome(outcome, '')),
      '',
      `\`${outcome.spec}\``,
      '',
    ]),
    ...tableOf(outcomes),
  ].join('\n');
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
        `| ${signs[kind].sign} | ${cell(check)} | ${cell(environment)} | ${kind} | ${cell(formatEvidence(evidence))} | ${durationMs} |`,
    ),
    '',
    '</details>',
    '',
  ];
}

/** Text in a code block, whose fence is longer than any that the text holds. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/** Text in a line or a table cell: no markup, no line end. */
function cell(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\|*_`]/g, '\\$&')
    .replaceAll('<', '&lt;');
}
