import { parseEnv } from 'node:util';
import { parse } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { localFileText } from '../../../support/sync/local/local-file-text.ts';
import { quoteLine, Unquotable } from '../../../support/sync/local/quote-value.ts';
import fc from '../property.ts';
import { hostileTexts, unseen } from '../text/hostile-text.ts';

describe('a value in a local file', () => {
  test.each([
    ['plain', 'KEY=plain'],
    ['https://acme.test:8443/a,b=c%20@x+y', 'KEY=https://acme.test:8443/a,b=c%20@x+y'],
    // A shell would run what stands behind them.
    ['https://acme.test:8443/?a=b&c=d', "KEY='https://acme.test:8443/?a=b&c=d'"],
    ['a;id', "KEY='a;id'"],
    ['~/x', "KEY='~/x'"],
    ['line\nline', "KEY='line\nline'"],
    ["it's\na line", 'KEY="it\'s\na line"'],
    ['a # b', "KEY='a # b'"],
    ["it's", 'KEY="it\'s"'],
    ['say "it\'s"', 'KEY=`say "it\'s"`'],
    [' padded ', "KEY=' padded '"],
    ['back\\nslash', "KEY='back\\nslash'"],
    ["it's back\\nslash", "KEY=`it's back\\nslash`"],
    ['', "KEY=''"],
    // Between quotes the backslash would hide the second of them, and take the next line with it.
    ['ends with\\', 'KEY=ends with\\'],
  ])('%j is written as %s', (value, line) => {
    expect(quoteLine('KEY', value)).toBe(line);
  });

  test.each(['a\rb', 'a\0b', 'a\r\nb', '\'"` #', 'a # b\\'])('%j is refused by its key, and not shown', (value) => {
    expect(() => quoteLine('MY_SECRET', value)).toThrow(Unquotable);
    expect(() => quoteLine('MY_SECRET', value)).toThrow(/^MY_SECRET contains/);
  });

  test('is read back exactly by dotenv and by Node, or refused, among any neighbours', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc
        .array(fc.constantFrom("'", '"', '`', '#', '=', '\\', '\\n', '$', '{', ' ', 'a', 'é', ':', 'export X=1'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const entries = values.flatMap((each, index) => {
          try {
            return [{ key: `KEY_${index}`, value: each, line: quoteLine(`KEY_${index}`, each) }];
          } catch (error) {
            expect(error).toBeInstanceOf(Unquotable);
            expect(/[\r\n\0]|['"`]|\\$/.test(each)).toBe(true);
            return [];
          }
        });
        const text = entries.map(({ line }) => line).join('\n');
        const meant = Object.fromEntries(entries.map(({ key, value: each }) => [key, each]));
        expect(parse(text)).toEqual(meant);
        expect({ ...parseEnv(text) }).toEqual(meant);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the comments of a local file', () => {
  const textOf = (group: string, table: string) =>
    localFileText(
      { target: 'NEXTJS', environment: 'dev', values: [{ key: 'KEY', value: 'v', group, line: 1 }] },
      { table, reader: 'dotenv', kept: '' },
    );

  test.each(hostileTexts)('stay comments, and are inert: %s', (_, text) => {
    for (const written of [textOf(`${text}INJECTED=1`, 'app.table'), textOf('Backend', `${text}INJECTED=1`)]) {
      expect(parse(written)).toEqual({ KEY: 'v' });
      expect(written).not.toMatch(unseen);
    }
  });

  test('have no quotation mark and no line break of a name', () => {
    const written = textOf('a\n`b`=1', "it's\r\nINJECTED=1.table");
    expect(parse(written)).toEqual({ KEY: 'v' });
    expect(written).toContain('\n# a  b =1\n');
    expect(written).toContain('from it s  INJECTED=1.table, for');
  });
});
