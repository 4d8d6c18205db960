import { expect, test } from 'vitest';
import { codeMarkdown, escapeMarkdown } from '../../../support/text/escape-markdown.ts';
import fc from '../property.ts';
import { takenByGitHub, takenPieces, takenTexts } from './github-reading.ts';

test.each(takenTexts)('%s stays text on GitHub', (_what, text) => {
  expect(takenByGitHub(text)).not.toEqual([]);
  expect(takenByGitHub(escapeMarkdown(text))).toEqual([]);
  expect(takenByGitHub(codeMarkdown(text))).toEqual([]);
});

test('an escape alone does not keep GitHub from it', () => {
  expect(takenByGitHub('ask \\@acme/on-call, \\#1')).toEqual(['@acme/on-call', '#1']);
});

test('no text links, mentions or refers to anything', () => {
  fc.assert(
    fc.property(takenPieces, takenPieces, (one, other) => {
      expect(takenByGitHub(`- ${escapeMarkdown(one)} · ${escapeMarkdown(other)}`)).toEqual([]);
    }),
    { numRuns: 3_000 },
  );
});

test('a reader sees the text as it was', () => {
  const shown = (markdown: string) =>
    markdown
      .replace(/<\/?span>/g, '')
      .replace(/\\([!-/:-@[-`{-~])/g, '$1')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&');
  for (const [, text] of takenTexts) expect(shown(escapeMarkdown(text))).toBe(text);
});
