import { FormIndex } from './form-index.ts';
import { secretsIn } from './search.ts';
import { formsOf, secretParts } from './secret-forms.ts';

let index = new FormIndex();
let registered = new Set<string>();

/**
 * Registers a secret for redaction, in every form in which it may be written.
 * @param name its key, shown instead of the secret
 * @param value the secret; if shorter than six characters it is ignored, because it cannot be distinguished from ordinary text
 */
export function registerSecret(name: string, value: string): void {
  const entry = JSON.stringify([name, value]);
  if (registered.has(entry)) return;
  registered.add(entry);
  for (const part of secretParts(value)) for (const form of formsOf(part)) index.add(form, name, part.length);
}

/**
 * Replaces every form of every registered secret in a text with `[redacted NAME]`, also where it is encoded (run-encodings.ts,
 * escape-encodings.ts): then the whole encoded stretch. Overlapping secrets are replaced together. The result contains no form of any of them.
 */
export function redact(text: string): string {
  let clean = replaceMatches(text, (name) => `[redacted ${name}]`);
  // A mark may contain another secret, or form one with the text beside it. Each round shortens the text, so the loop ends.
  while (clean !== text && hasMatch(clean)) clean = replaceMatches(clean, () => '');
  return clean;
}

/** The names of the registered secrets that a text contains. */
export function findSecrets(text: string): string[] {
  return [...new Set([...secretsIn(text, index)].flatMap(({ names }) => [...names]))];
}

/** Removes every registered secret. Only for specs, which share a process. */
export function forgetSecrets(): void {
  index = new FormIndex();
  registered = new Set();
}

function hasMatch(text: string): boolean {
  return secretsIn(text, index).next().done !== true;
}

function replaceMatches(text: string, markOf: (name: string) => string): string {
  // If several forms start at one position, the longest gives the name: the whole key, not its separately registered part.
  const matches = [...secretsIn(text, index)].sort((one, other) => one.start - other.start || other.end - one.end);
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
