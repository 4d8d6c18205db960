import { clip } from '../../text/clip.ts';
import { escapeSlack } from '../../text/escape-slack.ts';
import { inertDeep } from '../../text/inert.ts';
import type { VerdictChange } from '../verdict/verdict-change.ts';

export interface MessageSubject {
  deployment: string;
  commit: string | null;
}

/** The plain JSON form: what changed, as data. */
export function jsonMessage({ deployment, commit }: MessageSubject, { before, now, changes }: VerdictChange) {
  return inertDeep({
    deployment,
    project: now.project,
    commit,
    finishedAt: now.finishedAt,
    exitCode: now.exitCode,
    headline: now.headline,
    before:
      before === undefined
        ? null
        : { exitCode: before.exitCode, headline: before.headline, finishedAt: before.finishedAt },
    changes: changes.map(({ what, ...change }) => ({ ...change, ...(what !== undefined && { what }) })),
  });
}

const mostChanges = 10;
/** Slack asks for texts of at most 4,000 characters, and cuts one off somewhere past that. Source: Slack, "chat.postMessage". */
const longestText = 3_900;
const longestSentence = 300;

/** Slack's form: one text. `<`, `>` and `&` have a meaning there. Source: Slack, "Formatting text for app surfaces". */
export function slackMessage(
  { deployment, commit }: MessageSubject,
  { before, now, changes }: VerdictChange,
): { text: string } {
  const lines = [
    `*${shown(deployment)} · ${shown(now.project)}*: ${shown(now.headline)}${commit === null ? '' : ` (${shown(commit.slice(0, 12))})`}`,
    ...(before === undefined ? [] : [`Before: ${shown(before.headline)}`]),
    ...changes
      .slice(0, mostChanges)
      .map(
        ({ check, environment, before: former, now: current, what }) =>
          `• ${shown(check)} · ${shown(environment)}: ${former} → *${current}*${what === undefined ? '' : `. ${shown(what)}`}`,
      ),
  ];
  const further = changes.length > mostChanges ? `\nand ${changes.length - mostChanges} more` : '';
  return { text: `${clipEscaped(lines.join('\n'), longestText - further.length)}${further}` };
}

function shown(text: string): string {
  return escapeSlack(clip(text, longestSentence));
}

/** Cuts a text that is escaped already, and never in the middle of an entity. */
function clipEscaped(text: string, most: number): string {
  const cut = clip(text, most - 1);
  return cut === text ? text : cut.replace(/&\w*…$/, '…');
}
