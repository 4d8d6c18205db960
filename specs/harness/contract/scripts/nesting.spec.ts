import { describe, expect, test } from 'vitest';
import { BundleModule } from '../../../../support/contract/bundle/bundle-module.ts';
import { confirmedImports } from '../../../../support/contract/syntax/confirmed-imports.ts';
import { isNestedTooDeeply } from '../../../../support/contract/syntax/nesting.ts';
import { parseSource } from '../../../../support/contract/syntax/parse-source.ts';
import { computedImports } from '../../../../support/families/isolation/site/computed-imports.ts';

describe('a script whose brackets are nested too deeply', () => {
  test.each(['(', '[', '{', 'a(', 'import('])('is not handed to the parser, and that is said: %s', (part) => {
    const text = part.repeat(20_000);
    expect(isNestedTooDeeply(text)).toBe(true);
    expect(confirmedImports(text, 'https://shop.test/a.js').size).toBe(0);
    expect(parseSource('src/app.tsx', text).failure?.reason).toContain('nested too deeply');
    expect(parseSource('src/app.vue', `<script>${text}</script>`).failure?.reason).toContain('nested too deeply');
    expect(BundleModule.parse('https://shop.test/a.js', text).failure?.reason).toContain('nested too deeply');
  });

  test('may have imports that are not followed', () => {
    expect(computedImports(`import("/"+a(1));${'('.repeat(20_000)}`).notFollowed).toEqual([
      'a script: its brackets are nested too deeply to be parsed',
    ]);
  });

  test('is not one with many brackets side by side', () => {
    expect(isNestedTooDeeply('a({b:[1]});'.repeat(50_000))).toBe(false);
    expect(isNestedTooDeeply(`${'('.repeat(500)}1${')'.repeat(500)}`)).toBe(false);
  });
});
