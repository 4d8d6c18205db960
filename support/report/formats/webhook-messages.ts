import { clip } from '../../text/clip.ts';
import { codeMarkdown, escapeMarkdown } from '../../text/escape-markdown.ts';
import { escapeSlack } from '../../text/escape-slack.ts';
import { inertDeep } from '../../text/inert.ts';
import type { Notice, ProblemChange } from '../notify/notice.ts';

export interface MessageSubject {
  deployment: string;
  project: string;
  commit: string | null;
  /** When the audit last ended; null if it never did. */
  ranAt: string | null;
}

/** The exit code that a notice stands for: an audit that did not run is a gate that is closed. */
export function exitCodeOf({ state }: Pick<Notice, 'state'>): number {
  return state.ran ? state.exitCode : 3;
}

/** What is said first, in one sentence. */
export function headlineOf({ reason, state }: Pick<Notice, 'reason' | 'state'>, { ranAt }: MessageSubject): string {
  if (state.ran) return `${reason === 'runs again' ? 'The audit runs again. ' : ''}${state.headline}`;

  const again = reason === 'still does not run' ? 'The audit still does not run' : 'The audit did not run as expected';
  return `${again}: ${state.because.replace(/\.$/, '')}. It last ended ${ranAt === null ? 'at an unknown time' : `on ${ranAt}`}.`;
}

/** The plain JSON form: what changed, as data. */
export function jsonMessage(subject: MessageSubject, notice: Notice) {
  const { deployment, project, commit, ranAt } = subject;
  const { before, state, reason, changes } = notice;
  return inertDeep({
    deployment,
    project,
    commit,
    reason,
    ran: state.ran,
    finishedAt: ranAt,
    exitCode: exitCodeOf(notice),
    headline: headlineOf(notice, subject),
    before: before ? { exitCode: before.exitCode, headline: before.headline, finishedAt: before.finishedAt } : null,
    changes,
  });
}

const mostChanges = 10;
/** Slack asks for texts of at most 4,000 characters, and cuts one off somewhere past that. Source: Slack, "chat.postMessage". */
const longestText = 3_900;
const longestSentence = 300;

/** A section's text has at most 3,000 characters. Source: Slack, "Block Kit", section. */
const longestSection = 2_900;

/** A part of a message to Slack in which an address stays text: `verbatim`. Source: Slack, "Block Kit", text object. */
interface SlackSection {
  type: 'section';
  text: { type: 'mrkdwn'; verbatim: true; text: string };
}

export interface SlackMessage {
  /** For notifications, and for what takes Slack's messages and shows no blocks. */
  text: string;
  blocks: SlackSection[];
  unfurl_links: false;
  unfurl_media: false;
}

/**
 * Slack's form. `<`, `>` and `&` have a meaning there, and it makes a link of a bare address, unless a block says not to.
 * Source: Slack, "Formatting text for app surfaces".
 */
export function slackMessage(subject: MessageSubject, notice: Notice): SlackMessage {
  const { deployment, project, commit } = subject;
  const shown = (text: string) => escapeSlack(clip(text, longestSentence));
  const at = commit === null ? '' : ` (${shown(commit.slice(0, 12))})`;
  const lines = [
    `*${shown(deployment)} · ${shown(project)}*: ${shown(headlineOf(notice, subject))}${at}`,
    ...contextOf(notice).map(shown),
    ...notice.changes
      .slice(0, mostChanges)
      .map(
        (each) =>
          `• ${shown(each.check)} · ${shown(each.environment)}: ${shown(each.before)} → *${shown(each.now)}*${wordsFor(each)}. ${shown(each.what)}`,
      ),
  ];
  const further = furtherThan(notice.changes.length, mostChanges);
  return {
    text: `${clipEscaped(lines.join('\n'), longestText - further.length)}${further}`,
    blocks: sectionsOf([...lines, ...(further === '' ? [] : [further.trimStart()])]),
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** As few sections as take the lines. */
function sectionsOf(lines: readonly string[]): SlackSection[] {
  const texts: string[] = [];
  for (const line of lines.map((each) => clipEscaped(each, longestSection))) {
    const last = texts.at(-1);
    if (last === undefined || last.length + line.length >= longestSection) texts.push(line);
    else texts.splice(-1, 1, `${last}\n${line}`);
  }
  return texts.map((text) => ({ type: 'section', text: { type: 'mrkdwn', verbatim: true, text } }));
}

const mostIssueChanges = 50;

/** The form for a GitHub issue: Markdown in which nothing that was found becomes markup. */
export function issueMessage(subject: MessageSubject, notice: Notice): string {
  const shown = (text: string) => escapeMarkdown(clip(text, longestSentence));
  const lines = notice.changes
    .slice(0, mostIssueChanges)
    .map(
      (each) =>
        `- ${codeMarkdown(clip(each.check, longestSentence))} · ${shown(each.environment)}: ${shown(each.before)} → **${shown(each.now)}**${wordsFor(each)}. ${shown(each.what)}`,
    );
  const at = subject.commit === null ? '' : ` (${shown(subject.commit.slice(0, 12))})`;
  const first = `**${shown(headlineOf(notice, subject))}**${at}`;
  const further = furtherThan(notice.changes.length, mostIssueChanges);
  return [first, ...contextOf(notice).map(shown), lines.join('\n') + further]
    .filter((part) => part !== '')
    .join('\n\n');
}

function contextOf({ before, reason }: Notice): string[] {
  const lost = 'What was sent last could not be read, so everything is sent.';
  return [...(before ? [`Before: ${before.headline}`] : []), ...(reason === 'state was lost' ? [lost] : [])];
}

function wordsFor({ change }: ProblemChange): string {
  return ['new', 'mended'].includes(change) ? '' : ` (${change})`;
}

function furtherThan(all: number, most: number): string {
  return all > most ? `\nand ${all - most} more` : '';
}

/** Cuts a text that is escaped already, and never in the middle of an entity. */
function clipEscaped(text: string, most: number): string {
  const cut = clip(text, most - 1);
  return cut === text ? text : cut.replace(/&\w*…$/, '…');
}
