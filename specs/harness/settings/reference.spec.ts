import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { documentedObjects } from '../../../support/profile/reference/doc-comments.ts';
import { referenceOfConfig } from '../../../support/profile/reference/reference-of-config.ts';
import { settingsReference } from '../../../support/profile/reference/settings-reference.ts';
import { address, credential, strict } from '../../../support/settings/index.ts';

const text = `const x = strict({
  /** Where it answers | and listens. */
  url: address(),
  token: credential({ called: 'token' }),
  /**
   * Kept this long,
   * in seconds.
   * @example 60
   */
  seconds: z.number().default(5),
});`;

const schema = strict({ url: address(), token: credential({ called: 'token' }), seconds: z.number().default(5) });
const section = { place: 'platforms.made', title: 'a made-up platform', schema };

describe('the reference of settings', () => {
  test('is as the declarations are: `npm run settings` writes it', () => {
    const written = readFileSync(path.join(import.meta.dirname, '../../../docs/settings.md'), 'utf8');
    expect(written).toBe(referenceOfConfig());
  });

  test('names each setting that has no doc comment', () => {
    expect(() => settingsReference([section], documentedObjects('made.ts', text))).toThrow(
      'These settings have no doc comment: platforms.made.token',
    );
  });

  test('tells role, default, example and doc comment of each', () => {
    const documented = text.replace('  token:', '  /** Opens it. */\n  token:');
    const rows = settingsReference([section], documentedObjects('made.ts', documented)).split('\n').slice(-4, -1);
    expect(rows).toEqual([
      "| `url` | address, its own | required | `{ key: 'MADE_URL' }` | Where it answers \\| and listens. |",
      "| `token` | credential, its own | required | `{ key: 'MADE_TOKEN' }` | Opens it. |",
      '| `seconds` | policy | `5` | `60` | Kept this long, in seconds. |',
    ]);
  });

  test('names each setting without an example, and one whose example its schema does not take', () => {
    const documented = text.replace('  token:', '  /** Opens it. */\n  token:');
    const named = strict({ url: address(), token: credential({ called: 'token' }), seconds: z.string() });
    const of = (source: string) =>
      settingsReference([{ ...section, schema: named }], documentedObjects('made.ts', source));
    expect(() => of(documented.replace(/.*@example 60\n/, ''))).toThrow(
      'These settings have no example (@example in the doc comment): platforms.made.seconds',
    );
    expect(() => of(documented)).toThrow('platforms.made.seconds does not take its @example 60');
    expect(of(documented.replace('@example 60', `@example "it's"`))).toContain(String.raw`'it\'s'`);
  });

  test('takes what a doc comment quotes behind a colon, and a choice that is not the default', () => {
    const source = 'strict({\n  /** The query: `a:b`. */\n  query: z.string(),\n  /** How. */\n  how: z.enum(),\n});';
    const chosen = strict({ query: z.string(), how: z.enum(['one', 'two']).default('one') });
    const rows = settingsReference([{ ...section, schema: chosen }], documentedObjects('made.ts', source));
    expect(rows).toContain("| `query` | policy | required | `'a:b'` |");
    expect(rows).toContain('| `how` | policy | `"one"` | `\'two\'` |');
  });

  test('takes no doc comment of two groups that say different things of the same keys', () => {
    const documented = text.replace('  token:', '  /** Opens it. */\n  token:');
    const other = documentedObjects('other.ts', documented.replace('Opens it', 'Closes it'));
    expect(() => settingsReference([section], [...documentedObjects('made.ts', documented), ...other])).toThrow(
      'Several groups have the keys url,token,seconds and different doc comments: made.ts:1, other.ts:1',
    );
  });
});
