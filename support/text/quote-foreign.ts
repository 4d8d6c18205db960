import { redact, withoutSecretShapes } from '../redaction/redact.ts';
import { clip } from './clip.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { oneLine } from './one-line.ts';

/** Longer than any form of a secret, and short enough to be redacted quickly. */
const reach = 65_536;

/**
 * Quotes text from outside (an answer, a page, an error of another program) in a report: on one line, without secrets,
 * registered or by their looks, with invisible characters and control characters written out. The only way foreign text may enter a message.
 *
 * Redacted before it is cut: part of a secret is not recognised as one.
 * @param most the most code units that are shown; `…` follows if there are more
 */
export function quoteForeign(text: string, most: number): string {
  const line = oneLine(withoutSecretShapes(redact(text.slice(0, most + reach))));

  // Escapes only make it longer: what follows would be cut off in any case.
  return clip(escapeTerminal(line.slice(0, most + 1)), most);
}

/** The same for a value: strings as they are, anything else as JSON. */
export function quoteForeignValue(value: unknown, most: number): string {
  return quoteForeign(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)), most);
}
