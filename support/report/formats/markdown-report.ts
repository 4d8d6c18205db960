import { formatEvidence, formatOutcome } from '../../check/format.ts';
import type { Outcome } from '../../check/outcome.ts';
import { guidanceFor } from '../../families/delivery/guidance.ts';
import { countWords } from '../../text/count-words.ts';
import { codeMarkdown, escapeMarkdown, fencedMarkdown, linkMarkdown } from '../../text/escape-markdown.ts';
import type { OnCall } from '../on-call/on-call.ts';
import { type CauseGroup, groupByCause } from '../verdict/causes.ts';
import { partsOf, type Verdict } from '../verdict/verdict.ts';
import { asidesOf } from './asides.ts';
import { foldedLines } from './folded-lines.ts';
import { onCallEntries, wayBackOf, whatChanged } from './on-call-lines.ts';
import { printedBeside } from './printed.ts';
import { countsOf, signs } from './signs.ts';

/** The verdict as GitHub-flavoured Markdown: each cause once with the checks that show it in full, the rest as a table. */
export function formatMarkdownReport(verdict: Verdict, onCall?: OnCall): string {
  const parts = partsOf(verdict);
  const outcomes = parts.flatMap((part) => part.outcomes);
  const breakages = parts.flatMap((part) => part.breakages);
  const causes = groupByCause(outcomes);
  const commit = verdict.commit === null ? '' : ` · ${codeMarkdown(verdict.commit.slice(0, 12))}`;
  return [
    `## ${verdict.exitCode === 0 ? '✅' : '❌'} ${escapeMarkdown(verdict.headline)}`,
    '',
    `${escapeMarkdown(verdict.deployment)} · ${escapeMarkdown(verdict.project)}${commit} · ${countsOf(outcomes) || 'no check'} · exit ${verdict.exitCode ?? '?'}`,
    '',
    ...(verdict.embedded ? ['> This is the embedded twin that ships with Airlock.', ''] : []),
    ...asidesOf(verdict).flatMap((line) => [`> ${escapeMarkdown(line)}`, '']),
    ...breakages.flatMap(({ place, message }) => [`**${escapeMarkdown(place)}**`, '', fencedMarkdown(message), '']),
    ...[...causes.closing, ...causes.warnings].flatMap((group) =>
      groupLines(group, { project: verdict.project, onCall }),
    ),
    ...causes.waived.flatMap((outcome) => outcomeLines(outcome, { project: verdict.project, onCall })),
    ...foldedLines(causes).flatMap((line) => [escapeMarkdown(line), '']),
    ...printedOf(outcomes),
    ...tableOf(outcomes),
    ...changesOf(verdict, onCall),
    ...guidanceOf(verdict, outcomes, onCall),
  ].join('\n');
}

interface Telling {
  project: string;
  onCall: OnCall | undefined;
}

function groupLines({ cause, shown, unread }: CauseGroup, telling: Telling): string[] {
  // A check that stands for itself, or the only one that a cause keeps from being judged, says why in its own words.
  if (cause === undefined || (shown.length === 0 && unread.length === 1))
    return [...shown, ...unread].flatMap((outcome) => outcomeLines(outcome, telling));
  return [
    ...(shown.length > 0
      ? shown.flatMap((outcome) => outcomeLines(outcome, telling))
      : [`### ${signs['not verified'].sign} ${escapeMarkdown(cause.what)}`, '']),
    ...(cause.enable === undefined || shown.length > 0 ? [] : [escapeMarkdown(cause.enable), '']),
    ...becauseOf(unread),
  ];
}

function becauseOf(unread: readonly Outcome[]): string[] {
  if (unread.length === 0) return [];
  return [
    `<details><summary>${countWords(unread.length, 'check')} could not be judged because of this</summary>`,
    '',
    ...unread.map(
      ({ check, environment, kind }) =>
        `- ${signs[kind].sign} ${escapeMarkdown(check)} · ${escapeMarkdown(environment)} · ${kind}`,
    ),
    '',
    '</details>',
    '',
  ];
}

function outcomeLines(outcome: Outcome, { project, onCall }: Telling): string[] {
  return [
    `### ${signs[outcome.kind].sign} ${escapeMarkdown(outcome.check)} · ${escapeMarkdown(outcome.environment)} · ${outcome.kind}`,
    '',
    escapeMarkdown(outcome.title),
    '',
    fencedMarkdown(formatOutcome(outcome, '')),
    '',
    ...onCallEntries(outcome, project, onCall).map(([name, text]) => `- ${name}: ${entryMarkdown(name, text)}`),
    '',
  ];
}

/** Commands as code, and the pages of the config as links. */
function entryMarkdown(name: string, text: string): string {
  if (name === 'repeat' || name === 'trace') return codeMarkdown(text);
  return name === 'look at' ? text.split(' · ').map(linkMarkdown).join(' · ') : escapeMarkdown(text);
}

/** What changed since the gate was last open, where it is closed. */
function changesOf({ exitCode }: Verdict, onCall: OnCall | undefined): string[] {
  const lines = exitCode === 0 ? [] : whatChanged(onCall);
  return lines.length > 0 ? ['### What changed', '', fencedMarkdown(lines.join('\n')), ''] : [];
}

/** What to do next, where the gate failed. */
function guidanceOf(verdict: Verdict, outcomes: readonly Outcome[], onCall: OnCall | undefined): string[] {
  const guidance = guidanceFor({ ...verdict, outcomes, ...wayBackOf(onCall) });
  return guidance ? [`### ${guidance.title}`, '', fencedMarkdown(guidance.lines.join('\n')), ''] : [];
}

function printedOf(outcomes: readonly Outcome[]): string[] {
  return printedBeside(outcomes).flatMap(({ outcome, lines }) => [
    `${escapeMarkdown(outcome.check)} · ${escapeMarkdown(outcome.environment)} printed`,
    '',
    fencedMarkdown(lines.join('\n')),
    '',
  ]);
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
