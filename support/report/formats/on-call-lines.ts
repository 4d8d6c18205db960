import type { Outcome } from '../../check/outcome.ts';
import { clip } from '../../text/clip.ts';
import { countWords } from '../../text/count-words.ts';
import { wordInstant } from '../../text/duration.ts';
import { escapeTerminal } from '../../text/escape-terminal.ts';
import { oneLine } from '../../text/one-line.ts';
import type { Changes } from '../on-call/changes.ts';
import type { OnCall } from '../on-call/on-call.ts';
import type { Since } from '../on-call/since.ts';
import { repeatCommand } from './repeat-command.ts';
import { traceCommands } from './trace-commands.ts';

/** What a person who is called needs beside a check that is not in order, as names and texts. */
export function onCallEntries(outcome: Outcome, project: string, onCall: OnCall | undefined): [string, string][] {
  const { since, owner, links = [] } = onCall?.of(outcome) ?? {};
  const entries: [string, string | undefined][] = [
    ['since', since && wordSince(since)],
    ['owner', owner && `${owner.name} (${owner.from})`],
    ['look at', links.length > 0 ? links.join(' · ') : undefined],
    ['trace', traceCommands(outcome)[0]],
    ['repeat', repeatCommand(outcome, project)],
  ];
  return entries.flatMap(([name, text]) => (text === undefined ? [] : [[name, oneLine(text)] as [string, string]]));
}

function wordSince({ at, verdicts, held }: Since): string {
  const first =
    held && `it held at ${wordInstant(held.at)}${held.commit === null ? '' : ` (${shortHash(held.commit)})`}`;
  if (at === undefined) return `this run; ${first ?? 'no verdict in which it held is remembered'}`;
  return `${wordInstant(at)}, ${countWords(verdicts, 'verdict')} in a row; ${first ?? 'no verdict in which it held is remembered'}`;
}

/** The last verdict that opened the gate, what changed since, and the page of the run; one line each, without line feeds. */
export function whatChanged(onCall: OnCall | undefined): string[] {
  if (onCall === undefined) return [];
  const run = onCall.run === undefined ? [] : [`Run: ${onCall.run}`];
  return [...greenLines(onCall), ...run].map((line) => escapeTerminal(clip(oneLine(line), longestLine)));
}

const longestLine = 200;

/** What the guidance of a failed gate can name: the commit to go back to, and the command that deploys the backend. */
export function wayBackOf(onCall: OnCall | undefined): { goBackTo?: string; deployBackend?: string } {
  const { green, deployBackend } = onCall ?? {};
  const isNewer = green?.changes.kind === 'forward' && green.commit !== null;
  return {
    ...(isNewer && green.commit !== null && { goBackTo: shortHash(green.commit) }),
    ...(deployBackend !== undefined && { deployBackend }),
  };
}

function greenLines({ green, known, isUnreadable }: OnCall): string[] {
  if (isUnreadable)
    return ['Last green: not known, history.json beside the reports cannot be read or is of another deployment'];
  if (green === undefined)
    return [known === 0 ? 'Last green: not known, this is the first verdict here' : 'Last green: none is remembered'];
  const at = `${wordInstant(green.at)}${green.commit === null ? '' : ` at ${shortHash(green.commit)}`}`;
  const config = green.isOtherConfig ? '; the config or its table has changed' : '';
  return [`Last green: ${at}; ${wordChanges(green.changes)}${config}`, ...commitLines(green.changes)];
}

function wordChanges(changes: Changes): string {
  if (changes.kind === 'same') return 'the commit is the same';
  if (changes.kind === 'unknown') return `what was committed since is not known: ${changes.because}`;
  const { count } = changes;
  return changes.kind === 'forward'
    ? `${countWords(count, 'commit')} since`
    : `this commit is ${countWords(count, 'commit')} older than that one`;
}

function commitLines(changes: Changes): string[] {
  if (changes.kind === 'same' || changes.kind === 'unknown') return [];
  const { newest, count } = changes;
  const told = newest.map(
    ({ hash, day, author, subject, isOfConfig }) =>
      `  ${shortHash(hash)} ${day} ${author}: ${subject}${isOfConfig ? ' (changes the config or its table)' : ''}`,
  );
  return count > newest.length ? [...told, `  and ${count - newest.length} more`] : told;
}

function shortHash(commit: string): string {
  return commit.slice(0, 12);
}
