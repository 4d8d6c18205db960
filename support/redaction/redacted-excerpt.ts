import { redact } from './registered-secrets.ts';

/** In characters: longer than any form of a secret, and short enough to be redacted quickly. */
const reach = 65_536;

/**
 * The beginning of an external text, for a report. It is redacted before it is cut, because a part of a secret would not be
 * recognised.
 * @param characters the maximum length; a shortened text ends with `…`
 */
export function redactedExcerpt(text: string, characters: number): string {
  const clean = redact(text.slice(0, characters + reach));
  if (clean.length <= characters) return clean;
  return `${clean.slice(0, characters).toWellFormed()}…`;
}
