import { escapeTerminal } from './escape-terminal.ts';
import { oneLine } from './one-line.ts';

/**
 * Text in a message to Slack, on one line: `&`, `<` and `>` introduce links and mentions there.
 * Source: Slack, "Formatting text for app surfaces".
 */
export function escapeSlack(text: string): string {
  return escapeTerminal(oneLine(text)).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
