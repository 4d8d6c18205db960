import { escapeTerminal } from './escape-terminal.ts';
import { oneLine } from './one-line.ts';

/**
 * What GitHub makes a link, a mention, a reference to an issue or a formula of. It looks for most of them in the text that Markdown has
 * left, where an escape is gone: only an element between the characters keeps them apart.
 * Source: GitHub Flavored Markdown, 6.9; docs.github.com, "Basic writing and formatting syntax" (mentions), "Autolinked references and URLs",
 * "Writing mathematical expressions" (whose `<span>$</span>` is the same).
 */
const taken = /:(?=\/\/)|(?<=\bwww)\.|@|#(?=\d)|\bGH-(?=\d)|\$/gi;

/**
 * Text on one line or in a table cell of GitHub-flavoured Markdown: it becomes no markup, link, image or HTML, mentions nobody, and a bare
 * address stays text too.
 * Source: GitHub Flavored Markdown, 6.1 (any ASCII punctuation may be escaped), 4 (what a line may begin with).
 */
export function escapeMarkdown(text: string): string {
  return escapeTerminal(oneLine(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(taken, '<span>$&</span>')
    .replace(/^[#>+=-]/, '\\$&')
    .replace(/^\d+(?=[.)])/, '$&\\');
}

/** An address that the config names, as a link that shows it; anything else as text. Source: GitHub Flavored Markdown, 6.8 "Autolinks". */
export function linkMarkdown(address: string): string {
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) ? `<${url.href}>` : escapeMarkdown(address);
}

/** Text in a code block. The fence is longer than any run of backticks in the text. */
export function fencedMarkdown(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${escapeTerminal(text)}\n${fence}`;
}

/** Text in a code span, on one line. */
export function codeMarkdown(text: string): string {
  const line = escapeTerminal(oneLine(text));
  const mark = '`'.repeat(longestRun(line) + 1);
  const room = /^`|`$/.test(line) ? ' ' : '';
  return `${mark}${room}${line}${room}${mark}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
