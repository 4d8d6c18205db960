import { describe, expect, test } from 'vitest';
import { canonicalText, parseExportedLine } from '../../../support/snapshot/canonical.ts';
import fc from '../property.ts';

const float = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return { $float: bytes.toString('base64') };
};

describe('the text of a value', () => {
  test.each([
    ['-0 and 0', -0, 0],
    ['-0 encoded, and as a number', float(-0), 0],
    ['a float encoded, and as a number', float(1.5), 1.5],
    ['bytes with and without padding', { $bytes: 'AQI=' }, { $bytes: 'AQI' }],
    ['two NaN', float(Number.NaN), { $float: 'AQAAAAAA+H8=' }],
  ])('is the same for %s', (_, one, other) => {
    expect(canonicalText(one)).toBe(canonicalText(other));
  });

  test.each([
    ['an int64 and a float', { $integer: 'AQAAAAAAAAA=' }, 1],
    ['an int64 and the text of it', { $integer: 'AQAAAAAAAAA=' }, '1n'],
    ['bytes and an object', { $bytes: 'AQI=' }, { bytes: 'AQI=' }],
    ['infinities', float(Number.POSITIVE_INFINITY), float(Number.NEGATIVE_INFINITY)],
  ])('differs for %s', (_, one, other) => {
    expect(canonicalText(one)).not.toBe(canonicalText(other));
  });
});

describe('a line of an export', () => {
  test('of any JSON is read, whatever its texts look like', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as never), (value) => {
        const line = JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' ? `${each}` : each));
        expect(parseExportedLine(line)).toEqual(JSON.parse(line));
      }),
    );
  });

  test('with a field twice is refused, wherever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), fc.jsonValue(), (name, path, value) => {
        const text = JSON.stringify(typeof value === 'number' ? 'x' : value).replace(
          /-?\d+(?:\.\d+)?(?:e\S\d+)?/g,
          '"n"',
        );
        if (!isJson(text)) return;
        const doubled = `{${JSON.stringify(name)}:${text},${JSON.stringify(name)}:null}`;
        const line = path.reduce((inner, each) => `{${JSON.stringify(each)}:[${inner}]}`, doubled);
        expect(() => parseExportedLine(line)).toThrow('the same field twice');
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
