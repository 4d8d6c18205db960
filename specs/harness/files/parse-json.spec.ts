import { expect, test } from 'vitest';
import { JsonMistake, jsonIn, parseJson } from '../../../support/files/parse-json.ts';
import fc from '../property.ts';

test('JSON is parsed', () => {
  expect(parseJson('{"a":[1,null]}', 'x.json')).toEqual({ a: [1, null] });
  expect(jsonIn('null')).toBe(null);
  expect(jsonIn('<html>')).toBeUndefined();
});

test.each([
  ['an empty file', '', 'x.json:1:1 is not JSON: the file is empty'],
  ['a file that was cut off', '{"a":1,\n"b', 'x.json:2:3 is not JSON: the file ends too early'],
  ['another kind of file', '<html>', 'x.json:1:1 is not JSON: unexpected "<"'],
  ['a comma too many', '{"a":1,}', 'x.json:1:8 is not JSON: unexpected "}"'],
  ['a comma too many in a list', '[1,\n2,,3]', 'x.json:2:3 is not JSON: unexpected ","'],
  ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', 'x.json:3:3 is not JSON: unexpected "\\""'],
  ['a mistyped word', '{"a":tru}', 'x.json:1:9 is not JSON: unexpected "}"'],
  ['a second value', '{} x', 'x.json:1:4 is not JSON: unexpected "x"'],
  ['an escape of a terminal', '\u001b[31m', 'x.json:1:1 is not JSON: unexpected "\\u001b"'],
  ['a hidden character', '\u202e{}', 'x.json:1:1 is not JSON: unexpected "\\u{202e}"'],
])('%s is named with its place', (_, text, message) => {
  expect(() => parseJson(text, 'x.json')).toThrow(new JsonMistake(message));
});

test('the text around a mistake is not repeated: it may be a secret', () => {
  for (const text of ['{"token": made-up-value}', '{"token":"made-up-value" x', 'made-up-value'])
    expect(() => parseJson(text, 'x.json')).toThrow(expect.not.objectContaining({ message: /made-up/ }));
});

test('whatever is put into JSON, the place is never before what was whole', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (json, at) => {
      const cut = at % (json.length + 1);
      try {
        parseJson(`${json.slice(0, cut)}§${json.slice(cut)}`, 'x');
        return true;
      } catch (error) {
        const [, line, column] = /^x:(\d+):(\d+) is not JSON: unexpected "§"$/.exec((error as Error).message) ?? [];
        return line === '1' && Number(column) === cut + 1;
      }
    }),
  );
});
