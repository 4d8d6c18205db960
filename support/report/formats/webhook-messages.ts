import type { VerdictChange } from '../verdict/verdict-change.ts';

export interface MessageSubject {
  deployment: string;
  commit: string | null;
}

/** The plain JSON form: what changed, as data. */
export function jsonMessage({ deployment, commit }: MessageSubject, { before, now, changes }: VerdictChange) {
  return {
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
  };
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
    `*${escaped(deployment)} · ${escaped(now.project)}*: ${escaped(now.headline)}${commit === null ? '' : ` (${escaped(commit.slice(0, 12))})`}`,
    ...(before === undefined ? [] : [`Before: ${escaped(before.headline)}`]),
    ...changes
      .slice(0, mostChanges)
      .map(
        ({ check, environment, before: former, now: current, what }) =>
          `• ${escaped(check)} · ${escaped(environment)}: ${former} → *${current}*${what === undefined ? '' : `. ${escaped(what)}`}`,
      ),
  ];
  const further = changes.length > mostChanges ? `\nand ${changes.length - mostChanges} more` : '';
  return { text: `${shortened(lines.join('\n'), longestText - further.length)}${further}` };
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/&\w*$|[\ud800-\udbff]$/, '')}…`;
}

function escaped(text: string): string {
  return shortened(text, longestSentence)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\s*\n\s*/g, ' ');
}
