import { ComposeMistake } from './compose-mistake.ts';
import type { Place } from './located-tree.ts';

/**
 * Splits a command as a shell does, without running one: quotes and backslashes group, nothing is expanded.
 * Source: Compose Specification, 05-services, "command"; compose-go splits with mattn/go-shellwords.
 * @throws ComposeMistake where a quote is not closed
 */
export function shellWords(text: string, at: Place): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    const next = text.charAt(index + 1);
    if (quote === "'" || (quote === '"' && char !== '\\')) {
      if (char === quote) quote = undefined;
      else word = (word ?? '') + char;
    } else if (char === '\\' && index + 1 < text.length) {
      const keepsBackslash = quote === '"' && !'"\\$`'.includes(next);
      word = (word ?? '') + (keepsBackslash ? char : '') + next;
      index += 1;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (quote !== undefined) throw new ComposeMistake(at, `a quote of \`${text}\` is not closed.`);
  if (word !== undefined) words.push(word);
  return words;
}
