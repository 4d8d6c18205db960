import { FormIndex } from './form-index.ts';
import { formsOf, secretParts } from './secret-forms.ts';

let index = new FormIndex();
let registered = new Set<string>();

/**
 * Registers a secret for redaction, in every form in which it may leave.
 * @param name the key under which it is known, shown in its place
 * @param value the secret; under six characters it is left out, because it could not be told from ordinary text
 */
export function registerSecret(name: string, value: string): void {
  const entry = JSON.stringify([name, value]);
  if (registered.has(entry)) return;
  registered.add(entry);
  for (const part of secretParts(value)) for (const form of formsOf(part)) index.add(form, name);
}

/**
 * Takes every registered secret out of a text, in every form, and puts `[redacted NAME]` in its place. Secrets that
 * overlap go together. What comes back holds no form of any of them.
 */
export function redact(text: string): string {
  let clean = replaceMatches(text, (name) => `[redacted ${name}]`);
  // A mark may hold, or make with what stands beside it, another secret. Each round shortens the text, so this ends.
  while (clean !== text && hasMatch(clean)) clean = replaceMatches(clean, () => '');
  return clean;
}

/** Names the registered secrets that a text still holds: the last scan of what was written. */
export function findSecrets(text: string): string[] {
  return [...new Set([...index.matches(text)].flatMap(({ names }) => [...names]))];
}

/** Forgets every registered secret. Only for specs, which share a process. */
export function forgetSecrets(): void {
  index = new FormIndex();
  registered = new Set();
}

function hasMatch(text: string): boolean {
  return index.matches(text).next().done !== true;
}

function replaceMatches(text: string, markOf: (name: string) => string): string {
  // Of forms that begin together the longest names the mark: a whole key before the part of it that is registered too.
  const matches = [...index.matches(text)].sort((one, other) => one.start - other.start || other.end - one.end);
  let clean = '';
  let copied = 0;
  for (const { start, end, names } of matches) {
    if (start >= copied) {
      const [name = ''] = names;
      clean += text.slice(copied, start) + markOf(name);
    }
    copied = Math.max(copied, end);
  }
  return clean + text.slice(copied);
}
