import { expect, test } from 'vitest';
import { escapeTerminal } from '../../../support/text/escape-terminal.ts';
import fc from '../property.ts';
import { anyText, hostileTexts, unseen } from './hostile-text.ts';

test.each(hostileTexts)('%s is written out', (_, text) => {
  expect(text).toMatch(/[\r]/.test(text) ? /\r/ : unseen);
  expect(escapeTerminal(text)).not.toMatch(unseen);
});

test('what is written out can be told apart by its code point', () => {
  expect(escapeTerminal('\u001b[31m \u202e \u{e0041} \ud83d')).toBe('\\u{1b}[31m \\u{202e} \\u{e0041} \\u{d83d}');
});

test('no text keeps a character that a terminal obeys or hides', () => {
  fc.assert(fc.property(anyText, (text) => !unseen.test(escapeTerminal(text))));
});

test('ordinary text of any language, line breaks and tabs stay', () => {
  const text = 'plain “quoted” naïve\n\t日本語 עברית 😀 — …';
  expect(escapeTerminal(text)).toBe(text);
});
