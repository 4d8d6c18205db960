import { formatEvidence } from '../../../check/format.ts';
import type { Outcome } from '../../../check/outcome.ts';
import { exitCodes } from '../../../command/exit-code.ts';
import { guidanceFor } from '../../../families/delivery/guidance.ts';
import { countWords } from '../../../text/count-words.ts';
import { wordDuration, wordInstant } from '../../../text/duration.ts';
import { escapeHtml } from '../../../text/escape-html.ts';
import { escapeTerminal } from '../../../text/escape-terminal.ts';
import type { OnCall } from '../../on-call/on-call.ts';
import { type CauseGroup, groupByCause } from '../../verdict/causes.ts';
import { partsOf, type Verdict } from '../../verdict/verdict.ts';
import { asidesOf } from '../asides.ts';
import { foldedLines } from '../folded-lines.ts';
import { type MatrixCell, matrixOf } from '../matrix.ts';
import { matrixLegend, shortWord } from '../matrix-text.ts';
import { onCallEntries, wayBackOf, whatChanged } from '../on-call-lines.ts';
import { onePerCheck, type Shown } from '../one-per-check.ts';
import { printedBeside } from '../printed.ts';
import { countsOf, signs } from '../signs.ts';
import { reportStyle } from './style.ts';

/** A picture of a page that failed, as a `data:` address. */
export interface Screenshot {
  name: string;
  address: string;
}

export interface HtmlOptions {
  screenshots?: readonly Screenshot[];
  onCall?: OnCall | undefined;
}

/** Of one check: the verdict file has them all. */
const mostFindings = 25;

/** The whole report as one page: it needs no network and no script. */
export function formatHtmlReport(verdict: Verdict, { screenshots = [], onCall }: HtmlOptions = {}): string {
  const parts = partsOf(verdict);
  const outcomes = parts.flatMap((part) => part.outcomes);
  const breakages = parts.flatMap((part) => part.breakages);
  const causes = groupByCause(outcomes);
  const guidance = guidanceFor({ ...verdict, outcomes, ...wayBackOf(onCall) });
  const changes = verdict.exitCode === 0 ? [] : whatChanged(onCall);
  const telling = { verdict, onCall };
  const title = `${verdict.deployment} · ${verdict.project}`;
  const asides = [...asidesOf(verdict), ...foldedLines(causes)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${shown(title)}: ${shown(verdict.headline)}</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<h1>${shown(title)}</h1>
<p class="headline ${headlineClass(verdict)}">${shown(verdict.headline)}</p>
<p>${factsOf(verdict).map(shown).join(' · ')}<br>${shown(countsOf(outcomes) || 'no check')}</p>
${guidance ? `<p><a href="#way-back">${shown(guidance.title)}</a></p>\n` : ''}${verdict.embedded ? '<p>This is the embedded twin that ships with Airlock.</p>\n' : ''}</header>
<main>
${section('What is wrong', [
  ...breakages.map(
    ({ place, message }) => `<article class="failed"><h3>${shown(place)}</h3><pre>${shown(message)}</pre></article>`,
  ),
  ...causes.closing.map((group) => groupHtml(group, telling)),
])}${section('What changed', changes.length > 0 ? [`<pre tabindex="0">${shown(changes.join('\n'))}</pre>`] : [])}${section(
  'Warnings',
  causes.warnings.map((group) => groupHtml(group, telling)),
)}${section(
  'Waived',
  causes.waived.map((outcome) => outcomeHtml({ outcome, environments: [outcome.environment] }, telling)),
)}${section('Screenshots', screenshots.map(figure))}${matrixHtml(verdict)}${section(
  'Besides',
  asides.length > 0 ? [`<ul>\n${asides.map((line) => `<li>${shown(line)}</li>`).join('\n')}\n</ul>`] : [],
)}${section(
  'Printed by checks',
  printedBeside(outcomes).map(
    ({ outcome, lines }) =>
      `<h3>${shown(outcome.check)} <span class="faint">${shown(outcome.environment)}</span></h3>\n<pre tabindex="0">${lines.map(shown).join('\n')}</pre>`,
  ),
)}${section('Every check', outcomes.length > 0 ? [everyCheck(outcomes)] : [])}${guidance ? `<section id="way-back">\n<h2>${shown(guidance.title)}</h2>\n<pre tabindex="0">${shown(guidance.lines.join('\n'))}</pre>\n</section>\n` : ''}</main>
</body>
</html>
`;
}

function section(title: string, bodies: readonly string[]): string {
  return bodies.length === 0 ? '' : `<section>\n<h2>${title}</h2>\n${bodies.join('\n')}\n</section>\n`;
}

function factsOf({ commit, finishedAt, environments, exitCode }: Verdict): string[] {
  return [
    ...(commit === null ? [] : [`commit ${commit.slice(0, 12)}`]),
    wordInstant(finishedAt) ?? 'the run did not finish',
    ...(environments.length > 1 ? [environments.join(', ')] : []),
    `exit ${exitCode ?? '?'}`,
  ];
}

interface Telling {
  verdict: Verdict;
  onCall: OnCall | undefined;
}

function groupHtml({ cause, shown: heads, unread }: CauseGroup, telling: Telling): string {
  const told = onePerCheck(heads).map((each) => outcomeHtml(each, telling));
  if (cause === undefined || (heads.length === 0 && unread.length === 1))
    return [...told, ...onePerCheck(unread).map((each) => outcomeHtml(each, telling))].join('\n');
  const names = unread.map(
    ({ check, environment }) => `<li>${shown(check)} <span class="faint">${shown(environment)}</span></li>`,
  );
  const behind =
    unread.length === 0
      ? ''
      : `<details><summary>${countWords(unread.length, 'check')} could not be judged because of this</summary>\n<ul>\n${names.join('\n')}\n</ul>\n</details>`;
  if (told.length > 0) return [...told, behind].join('\n');
  const enable = cause.enable === undefined ? '' : `<p>${shown(cause.enable)}</p>`;
  return `<article class="not-verified"><h3>${signs['not verified'].sign} ${shown(cause.what)}</h3>${enable}${behind}</article>`;
}

function outcomeHtml({ outcome, environments }: Shown, { verdict, onCall }: Telling): string {
  const { kind, findings, omittedFindings = 0, reason, enable, why, check, title } = outcome;
  const where = verdict.environments.length > 1 ? `${environments.join(', ')} › ` : '';
  const hidden = Math.max(0, findings.length - mostFindings) + omittedFindings;
  const told = findings.slice(0, mostFindings).map(
    (finding) =>
      `<p>${shown(finding.what)}</p>\n${list([
        ['expected', finding.expected],
        ['received', finding.received],
        ['from', finding.from.join('\n')],
        ['cause', finding.cause],
        ['remedy', finding.remedy ?? outcome.remedy],
      ])}`,
  );
  const isShown = kind === 'failed' || kind === 'warned';
  return `<article class="${classOf(kind)}">
<h3>${signs[kind].sign} ${shown(where + check)} <span class="faint">${kind}</span></h3>
<p>${shown(title)}</p>
${told.join('\n')}${hidden > 0 ? `<p>and ${countWords(hidden, 'more finding')}</p>` : ''}
${list([
  ['reason', reason],
  ['enable', enable],
  ['why', isShown ? why : undefined],
  ['looked at', formatEvidence(outcome.evidence) || undefined],
  ['printed', outcome.printed?.join('\n')],
  ...onCallEntries(outcome, verdict.project, onCall),
])}
</article>`;
}

function list(entries: readonly (readonly [string, string | undefined])[]): string {
  const given = entries.filter(([, text]) => text !== undefined && text !== '');
  return given.length === 0
    ? ''
    : `<dl>${given.map(([name, text = '']) => `<dt>${name}</dt><dd>${shown(text)}</dd>`).join('')}</dl>`;
}

function figure({ name, address }: Screenshot): string {
  return `<figure><img src="${escapeHtml(address)}" alt="The page as it was seen: ${shown(name)}"><figcaption>${shown(name)}</figcaption></figure>`;
}

function matrixHtml(verdict: Verdict): string {
  const { environments, overall, kinds } = matrixOf(verdict);
  if (environments.length < 2) return '';
  const table = (caption: string, cells: readonly MatrixCell[]) =>
    `<table><caption>${shown(caption)}</caption>\n<thead><tr><th scope="col">from</th>${environments.map((name) => `<th scope="col">${shown(name)}</th>`).join('')}</tr></thead>\n<tbody>${environments
      .map(
        (row) =>
          `<tr><th scope="row">${shown(row)}</th>${environments.map((column) => cell(cells, row, column)).join('')}</tr>`,
      )
      .join('\n')}</tbody></table>`;
  return section('Which environments are separate', [
    `<p>${shown(matrixLegend)}</p>`,
    `<div class="scroll" tabindex="0" role="region" aria-label="Everything together">${table('Everything', overall)}</div>`,
    `<details><summary>Each kind of thing</summary>\n<div class="scroll">${kinds.map(({ kind, cells }) => table(kind, cells)).join('\n')}</div>\n</details>`,
  ]);
}

function cell(cells: readonly MatrixCell[], row: string, column: string): string {
  const own = cells.find((each) => each.row === row && each.column === column);
  if (own === undefined) return '<td class="self">same</td>';
  return `<td class="${classOf(own.kind)}">${signs[own.kind].sign} ${shortWord(own.kind)}</td>`;
}

function everyCheck(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(
    ({ kind, check, environment, evidence, durationMs, reason = '' }) =>
      `<tr><td class="${classOf(kind)}">${signs[kind].sign} ${kind}</td><th scope="row">${shown(check)}</th><td>${shown(environment)}</td><td>${shown(formatEvidence(evidence) || reason)}</td><td>${wordDuration(durationMs)}</td></tr>`,
  );
  return `<details><summary>${countWords(outcomes.length, 'outcome')}, with what each looked at</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Every check">
<table><caption>Every check</caption>
<thead><tr><th scope="col">outcome</th><th scope="col">check</th><th scope="col">environment</th><th scope="col">looked at</th><th scope="col">time</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div></details>`;
}

function headlineClass({ exitCode }: Verdict): string {
  if (exitCode === exitCodes.done) return 'held';
  if (exitCode === exitCodes.failed) return 'failed';
  return exitCode === exitCodes.warnings ? 'warned' : 'not-verified';
}

function classOf(kind: Outcome['kind']): string {
  return kind.replace(' ', '-');
}

/** What came from anywhere, as text of the page. */
function shown(text: string): string {
  return escapeHtml(escapeTerminal(text));
}
