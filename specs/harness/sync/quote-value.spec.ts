import { parseEnv } from 'node:util';
import { parse } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { quoteLine, Unquotable } from '../../../support/sync/local/quote-value.ts';
import fc from '../property.ts';

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

  test.each(['a\rb', 'a\r\nb', '\'"` #', 'a # b\\'])('%j is refused by its key, and not shown', (value) => {
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
            expect(/[\r\n]|['"`]|\\$/.test(each)).toBe(true);
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
