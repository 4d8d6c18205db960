import { clipMiddle } from '../text/clip.ts';
import { countPhrase, countWords } from '../text/count-words.ts';
import { escapeTerminal } from '../text/escape-terminal.ts';
import type { Finding } from './finding.ts';
import type { Outcome } from './outcome.ts';

/** Longer values are cut in the middle: a report is read by people. */
const longestValue = 400;

/** A value as a report shows it: cut in the middle if it is long, with what a terminal would obey or hide written out. */
function shown(text: string): string {
  return escapeTerminal(clipMiddle(text, longestValue).replaceAll('\r\n', '\n'));
}

function field(name: string, text: string, indent: string): string {
  const [first = '', ...rest] = shown(text).split('\n');
  return [`${indent}${name.padEnd(9)}${first}`, ...rest.map((line) => `${indent}${' '.repeat(9)}${line}`)].join('\n');
}

/**
 * One finding as lines of text: what, expected, received, where from, and what puts it right.
 * @param remedy what puts it right where the finding itself does not say so; undefined where the next finding tells the same
 */
export function formatFinding(finding: Finding, remedy: string | undefined, indent = '  '): string {
  return [
    `${indent}${shown(finding.what)}`,
    field('expected', finding.expected, `${indent}  `),
    field('received', finding.received, `${indent}  `),
    ...finding.from.map((place, index) => field(index === 0 ? 'from' : '', place, `${indent}  `)),
    ...(finding.cause === undefined ? [] : [field('cause', finding.cause, `${indent}  `)]),
    ...(remedy === undefined ? [] : [field('remedy', finding.remedy ?? remedy, `${indent}  `)]),
  ].join('\n');
}

/**
 * An outcome's body as lines of text: its findings, or why it could not be read and what would enable it. The one place
 * that words them, for the terminal, for the error of a spec and for every report.
 * @param most how many findings are shown; how many more there are is said
 */
export function formatOutcome(outcome: Outcome, indent = '  ', most = Number.POSITIVE_INFINITY): string {
  const { kind, reason, findings, omittedFindings = 0 } = outcome;
  const told = findings.slice(0, most);
  const remedies = told.map((finding) => finding.remedy ?? outcome.remedy);
  const lines = told.map((finding, index) =>
    formatFinding(finding, remedies[index] === remedies[index + 1] ? undefined : remedies[index], indent),
  );
  const hidden = Math.max(0, findings.length - most) + omittedFindings;
  if (hidden > 0) lines.push(`${indent}and ${countWords(hidden, 'more finding')}`);
  if (reason !== undefined) {
    if (kind === 'failed' || kind === 'warned') lines.push(field('besides', reason, `${indent}  `));
    else lines.push(`${indent}${kind === 'waived' ? '' : `${wordOf(outcome)}: `}${indented(reason, indent)}`);
  }
  if (outcome.enable !== undefined) lines.push(field('enable', outcome.enable, `${indent}  `));
  if (kind === 'failed' || kind === 'warned') lines.push(field('why', outcome.why, `${indent}  `));
  lines.push(...(outcome.printed ?? []).map((line, index) => field(index === 0 ? 'printed' : '', line, `${indent}  `)));
  if (outcome.retries > 0)
    lines.push(`${indent}${countWords(outcome.retries, 'request was', 'requests were')} repeated`);
  return lines.join('\n');
}

function wordOf({ kind, optional }: Outcome): string {
  return optional === true ? `${kind}, and optional` : kind;
}

function indented(text: string, indent: string): string {
  return shown(text).replaceAll('\n', `\n${indent}`);
}

/** The evidence as a short phrase: "3 requests, 12 rows compared". */
export function formatEvidence(evidence: Outcome['evidence']): string {
  return Object.entries(evidence)
    .map(([what, number]) => countPhrase(number, what))
    .join(', ');
}
