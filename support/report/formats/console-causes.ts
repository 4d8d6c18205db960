import { formatOutcome } from '../../check/format.ts';
import type { Outcome } from '../../check/outcome.ts';
import { clip } from '../../text/clip.ts';
import { countWords } from '../../text/count-words.ts';
import { escapeTerminal } from '../../text/escape-terminal.ts';
import { oneLine } from '../../text/one-line.ts';
import type { OnCall } from '../on-call/on-call.ts';
import type { CauseGroup, Causes } from '../verdict/causes.ts';
import { onCallEntries } from './on-call-lines.ts';
import { onePerCheck, type Shown } from './one-per-check.ts';
import type { Paint } from './paint.ts';
import { signs } from './signs.ts';

/** So many lines are told in full; what comes after them has a line each. The first one is always told in full. */
const fullLines = 20;
/** Of one check that is not the only one. */
const mostFindings = 3;
/** Of the only check that closes the gate. */
const mostFindingsAlone = 25;
const longestLine = 200;

export interface CauseLines {
  project: string;
  paint: Paint;
  /** Several environments were looked at: each check says which. */
  several: boolean;
  onCall?: OnCall | undefined;
}

/** What is wrong, once each: the gravest first and in full, then a line each; then warnings and waivers. */
export function causeLines({ closing, warnings, waived }: Causes, options: CauseLines): string[] {
  let left = fullLines;
  const alone = closing.length === 1;
  const told = closing.map((group, index) => {
    const full = fullLinesOf(group, alone ? mostFindingsAlone : mostFindings, options);
    left -= full.length;
    if (index > 0 && left < 0) return { lines: shortLinesOf(group, options), isFull: false };
    return { lines: full, isFull: true };
  });
  return [
    ...told.flatMap(({ lines, isFull }, index) => (isFull || told[index - 1]?.isFull ? ['', ...lines] : lines)),
    ...(warnings.length > 0 ? ['', ...warnings.flatMap((group) => shortLinesOf(group, options))] : []),
    ...(waived.length > 0 && warnings.length === 0 ? [''] : []),
    ...waived.map((outcome) => lineOf({ outcome, environments: [outcome.environment] }, outcome.reason ?? '', options)),
  ];
}

function fullLinesOf(group: CauseGroup, most: number, options: CauseLines): string[] {
  const [head, ...others] = onePerCheck(group.shown);
  if (!head) return unreadLines(group, options);
  const besides = others.map((each) => lineOf(each, whatOf(each.outcome), options));
  return [
    titleOf(head, options),
    ...formatOutcome({ ...head.outcome, retries: 0 }, '    ', most).split('\n'),
    ...entriesOf(head.outcome, options),
    ...besides,
    ...becauseOf(group.unread, options),
  ];
}

/** What could not be verified: the cause once, where there is one, and how many checks it keeps from being judged. */
function unreadLines({ cause, unread }: CauseGroup, options: CauseLines): string[] {
  const [head] = onePerCheck(unread);
  if (!head) return [];
  if (!cause || unread.length === 1)
    return [
      titleOf(head, options),
      ...formatOutcome({ ...head.outcome, retries: 0 }, '    ').split('\n'),
      ...entriesOf(head.outcome, options),
    ];
  const { sign, color } = signs['not verified'];
  return [
    `${options.paint(color, sign)} ${options.paint('bold', shownLine(cause.what))}`,
    ...(cause.enable === undefined ? [] : [`      enable   ${shownLine(cause.enable)}`]),
    ...entriesOf(head.outcome, options),
    ...becauseOf(unread, options),
  ];
}

/** Since when, whose it is, where to look, and how it is repeated. */
function entriesOf(outcome: Outcome, { onCall, project, paint }: CauseLines): string[] {
  return onCallEntries(outcome, project, onCall).map(([name, text]) =>
    paint('dim', `      ${name.padEnd(9)}${escapeTerminal(text)}`),
  );
}

function shortLinesOf(group: CauseGroup, options: CauseLines): string[] {
  const shown = onePerCheck(group.shown).map((each) => lineOf(each, whatOf(each.outcome), options));
  if (shown.length > 0) return [...shown, ...becauseOf(group.unread, options)];
  if (group.cause && group.unread.length > 1) return unreadLines(group, options);
  return onePerCheck(group.unread).map((each) => lineOf(each, each.outcome.reason ?? '', options));
}

/** "18 checks could not be judged because of this: 15 of worker, 3 of isolation". */
function becauseOf(unread: readonly Outcome[], { paint }: CauseLines): string[] {
  if (unread.length === 0) return [];
  const platforms = [...Map.groupBy(unread, ({ platform }) => platform)]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([platform, group]) => `${platform} ${group.length}`);
  const count = countWords(unread.length, 'check');
  return [paint('yellow', `    ${count} could not be judged because of this (${platforms.join(', ')})`)];
}

function titleOf(each: Shown, options: CauseLines): string {
  const { sign, color } = signs[each.outcome.kind];
  const { paint } = options;
  return `${paint(color, sign)} ${paint('bold', nameOf(each, options))}  ${each.outcome.title}`;
}

function lineOf(each: Shown, text: string, options: CauseLines): string {
  const { sign, color } = signs[each.outcome.kind];
  const { paint } = options;
  return `${paint(color, sign)} ${paint('bold', nameOf(each, options))}  ${shownLine(text)}`;
}

/** The first finding, where it is, and how many more there are. */
function whatOf({ findings, omittedFindings = 0, reason = '' }: Outcome): string {
  const [first] = findings;
  if (!first) return reason;
  const more = findings.length - 1 + omittedFindings;
  const rest = more > 0 ? `, and ${countWords(more, 'more finding')}` : '';
  const what = clip(oneLine(first.what), 140);
  // What is wrong may name its place itself.
  const place = what.includes(`${first.from[0]}`) ? '' : ` (${first.from[0]})`;
  return `${what}${place}${rest}`;
}

function nameOf({ outcome, environments }: Shown, { several }: CauseLines): string {
  return several ? `${environments.join(', ')} › ${outcome.check}` : outcome.check;
}

function shownLine(text: string): string {
  return escapeTerminal(clip(oneLine(text), longestLine));
}
