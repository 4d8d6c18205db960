import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetSecrets, redactDeep, registerSecret } from '../../../support/redaction/redact.ts';
import fc from '../property.ts';

const value = 'made-up-value-1234';
beforeEach(() => registerSecret('TOKEN', value));
afterEach(forgetSecrets);

test('strings are redacted at every depth, keys included, and other values are unchanged', () => {
  expect(
    redactDeep({ list: [{ [value]: `x ${value}` }], count: 3, open: true, none: null, absent: undefined }),
  ).toEqual({
    list: [{ '[redacted TOKEN]': 'x [redacted TOKEN]' }],
    count: 3,
    open: true,
    none: null,
    absent: undefined,
  });
});

test('two keys that become equal by redaction are both kept', () => {
  expect(redactDeep({ [value]: 1, [value.toUpperCase()]: 2 })).toEqual({
    '[redacted TOKEN]': 1,
    '[redacted TOKEN] (2)': 2,
  });
});

test('errors are redacted with their stack, their causes and their other properties', () => {
  const error = new Error(`refused ${value}`, { cause: new Error(`sent ${value}`, { cause: value }) });
  Object.assign(error, { request: { authorization: value } });
  const clean = redactDeep(error);
  expect(inspect(clean, { depth: null, showHidden: true })).not.toContain(value);
  expect(clean.message).toBe('refused [redacted TOKEN]');
  expect((clean.cause as Error).message).toBe('sent [redacted TOKEN]');
});

test('maps and sets are redacted', () => {
  const clean = redactDeep({ map: new Map([[value, new Set([value])]]) });
  expect(clean.map).toEqual(new Map([['[redacted TOKEN]', new Set(['[redacted TOKEN]'])]]));
});

test('a circular value is redacted', () => {
  const circle: { name: string; self?: unknown } = { name: value };
  circle.self = circle;
  const clean = redactDeep(circle);
  expect(clean.name).toBe('[redacted TOKEN]');
  expect(clean.self).toBe(clean);
});

test('the value of a key `__proto__` stays a property', () => {
  const clean = redactDeep(JSON.parse('{"__proto__":{"polluted":"yes"}}') as object);
  expect(Object.keys(clean)).toEqual(['__proto__']);
  expect((clean as { polluted?: string }).polluted).toBeUndefined();
});

test('any JSON without a secret comes back equal', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(redactDeep(json)).toEqual(json);
    }),
  );
});
