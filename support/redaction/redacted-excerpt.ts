import { redact } from './registered-secrets.ts';

/** Longer than any form of a secret, and short enough to be redacted in no time. */
const reach = 65_536;

/**
 * The beginning of a text that someone else wrote, for a report. Redacted first and cut then: the part of a secret that a
 * cut leaves is no longer recognised as one.
 * @param characters the most that is shown; where something is left out, `…` follows
 */
export function redactedExcerpt(text: string, characters: number): string {
  const clean = redact(text.slice(0, characters + reach));
  return clean.length <= characters ? clean : `${clean.slice(0, characters).toWellFormed()}…`;
}
