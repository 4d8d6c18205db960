import { type GenericValidator, type ValidatorJSON, type Value, v } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../fixtures/twin/convex/values/refusal-of-value.ts';

const tableOf = (id: string): string | undefined => ({ site1: 'sites', user1: 'users', file1: '_storage' })[id];

function refusal(validator: GenericValidator, value: Value): string | undefined {
  return refusalOf((validator as unknown as { json: ValidatorJSON }).json, value, tableOf);
}

describe('the sentence of a refusal', () => {
  test.each<[string, GenericValidator, Value, string]>([
    [
      'an item of a list in an object',
      v.object({ sites: v.array(v.id('sites')) }),
      { sites: ['site1', 'user1'] },
      'Found ID "user1" from table `users`, which does not match the table name in validator `v.id("sites")`.Path: .sites[1]',
    ],
    [
      'an id of a system table',
      v.id('sites'),
      'file1',
      'Found ID "file1" from a system table, which does not match the table name in validator `v.id("sites")`.',
    ],
    [
      'a key of a record',
      v.object({ scores: v.record(v.id('users'), v.number()) }),
      { scores: { somebody: 1 } },
      'Value does not match validator.\nPath: .scores.keys()\nValue: "somebody"\nValidator: v.id("users")',
    ],
    [
      'a value of a record',
      v.record(v.string(), v.array(v.int64())),
      { a: [1n], b: [2] },
      'Value does not match validator.\nPath: .values()[0]\nValue: 2.0\nValidator: v.int64()',
    ],
    [
      'a literal',
      v.object({ kind: v.literal('open') }),
      { kind: 'shut' },
      '`"shut"` does not match literal validator `v.literal("open")`.Path: .kind',
    ],
    ['a literal of 64 bits', v.literal(3n), 4n, '`4` does not match literal validator `v.literal(<bigint>)`.'],
    [
      'a literal that JSON cannot write',
      v.literal(Number.POSITIVE_INFINITY),
      1.5,
      '`1.5` does not match literal validator `v.literal(<number>)`.',
    ],
    [
      'a union, as a whole',
      v.union(v.object({ a: v.string() }), v.null()),
      { a: 1 },
      'Value does not match validator.\n\nValue: {a: 1.0}\nValidator: v.union(v.object({a: v.string()}), v.null())',
    ],
    [
      'a union of one, as its member',
      v.union(v.object({ a: v.string() })),
      { a: 1 },
      'Value does not match validator.\nPath: .a\nValue: 1.0\nValidator: v.string()',
    ],
    [
      'the first field by name, be it missing or wrong',
      v.object({ b: v.string(), c: v.string(), a: v.optional(v.null()) }),
      { c: 1 },
      'Object is missing the required field `b`. Consider wrapping the field validator in `v.optional(...)` if this is expected.\n\nObject: {c: 1.0}\nValidator: v.object({a: v.optional(v.null()), b: v.string(), c: v.string()})',
    ],
    [
      'a field that is not declared',
      v.object({ a: v.object({}) }),
      { a: { z: null, y: true } },
      'Object contains extra field `y` that is not in the validator.\nPath: .a\nObject: {y: true, z: null}\nValidator: v.object({})',
    ],
    [
      'a list where an object is declared',
      v.object({}),
      [],
      'Value does not match validator.\n\nValue: []\nValidator: v.object({})',
    ],
    [
      'a number where a commit timestamp is declared',
      v.commitTs(),
      1,
      'Value does not match validator.\n\nValue: 1.0\nValidator: v.commitTs()',
    ],
  ])('names %s', (_, validator, value, sentence) => {
    expect(refusal(validator, value)).toBe(sentence);
  });

  test.each<[string, GenericValidator, Value]>([
    ['an optional field that is absent', v.object({ a: v.optional(v.string()) }), {}],
    ['a record of ids', v.record(v.id('users'), v.bytes()), { user1: new ArrayBuffer(2) }],
    ['a literal of 64 bits', v.union(v.literal(3n), v.null()), 3n],
    ['a commit timestamp', v.commitTs(), 7n],
    ['anything', v.any(), { a: [null, 1n] }],
  ])('is absent where the value fits: %s', (_, validator, value) => {
    expect(refusal(validator, value)).toBeUndefined();
  });

  test.each([-0, Number.NaN])('is not guessed for a literal of %s, which Convex’s code cannot compare', (literal) => {
    expect(() => refusal(v.literal(literal), literal)).toThrow('Expected a literal that === can compare');
  });
});
