import { v } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { acceptsValue, incompatibilityOf, type Validator } from '../../../support/contract/index.ts';
import fc from '../property.ts';
import { arbitraryValidator, arbitraryValueOf } from './arbitrary-validator.ts';

/** What Convex itself exports of a validator. */
function exported(validator: unknown): Validator {
  return (validator as { json: Validator }).json;
}

describe('everything that one validator accepts is accepted by the other', () => {
  test.each<[string, unknown, unknown]>([
    ['the same object', v.object({ a: v.string() }), v.object({ a: v.string() })],
    ['a field that became optional', v.object({ a: v.string() }), v.object({ a: v.optional(v.string()) })],
    ['an optional field that was added', v.object({}), v.object({ a: v.optional(v.string()) })],
    [
      'a union that grew',
      v.union(v.literal('x'), v.literal('y')),
      v.union(v.literal('y'), v.literal('z'), v.literal('x')),
    ],
    ['a literal for its type', v.literal('x'), v.string()],
    ['an int64 literal for its type', v.literal(3n), v.int64()],
    ['an id where a text is taken', v.id('sites'), v.string()],
    ['anything for any', v.array(v.record(v.string(), v.any())), v.any()],
    ['a boolean for both its literals', v.boolean(), v.union(v.literal(true), v.literal(false))],
    ['an object for a record', v.object({ a: v.number() }), v.record(v.string(), v.number())],
    [
      'an object of unions for a union of objects',
      v.object({ kind: v.union(v.literal('x'), v.literal('y')), a: v.optional(v.null()) }),
      v.union(
        v.object({ kind: v.literal('x'), a: v.optional(v.null()) }),
        v.object({ kind: v.literal('y') }),
        v.object({ kind: v.literal('y'), a: v.null() }),
      ),
    ],
    ['what no value fits', v.union(), v.string()],
    ['a list that only can be empty', v.array(v.union()), v.array(v.string())],
  ])('%s', (_, offered, accepting) => {
    expect(incompatibilityOf(exported(offered), exported(accepting))).toBeUndefined();
  });
});

describe('a value that is not accepted is shown with its position', () => {
  test.each<[string, unknown, unknown, string, string]>([
    ['a required field that was added', v.object({}), v.object({ a: v.string() }), 'a', 'v.string()'],
    [
      'a field that is no longer optional',
      v.object({ a: v.optional(v.string()) }),
      v.object({ a: v.string() }),
      'a',
      'v.string()',
    ],
    ['a field that was removed', v.object({ a: v.string() }), v.object({}), 'a', 'no such field'],
    ['a type that narrowed', v.object({ a: v.string() }), v.object({ a: v.literal('x') }), 'a', 'v.literal("x")'],
    [
      'a union member that was removed',
      v.object({ a: v.union(v.literal('x'), v.literal('y')) }),
      v.object({ a: v.literal('x') }),
      'a',
      'v.literal("x")',
    ],
    ['an id of another table', v.object({ a: v.id('sites') }), v.object({ a: v.id('users') }), 'a', 'v.id("users")'],
    ['a text where an id is taken', v.string(), v.id('users'), '', 'v.id("users")'],
    ['a number where an int64 is taken', v.number(), v.int64(), '', 'v.int64()'],
    ['null where a text is taken', v.nullable(v.string()), v.string(), '', 'v.string()'],
    ['any where a text is taken', v.any(), v.string(), '', 'v.string()'],
    ['an item of a list', v.array(v.union(v.string(), v.number())), v.array(v.string()), '[0]', 'v.string()'],
    [
      'a field deep inside',
      v.object({ a: v.object({ b: v.array(v.object({ kind: v.number() })) }) }),
      v.object({ a: v.object({ b: v.array(v.object({ kind: v.string() })) }) }),
      'a.b[0].kind',
      'v.string()',
    ],
    ['a record where an object is taken', v.record(v.string(), v.number()), v.object({}), 'text 1', 'no such field'],
  ])('%s', (_, offered, accepting, at, expected) => {
    expect(incompatibilityOf(exported(offered), exported(accepting))).toMatchObject({ at, expected });
  });
});

describe('where fields that are not declared are ignored, as by a client that reads a result,', () => {
  const site = v.object({ name: v.string() });

  test.each<[string, unknown, unknown]>([
    ['a field that was added', v.object({ name: v.string(), avatar: v.string() }), site],
    ['an optional field that was added', v.object({ name: v.string(), avatar: v.optional(v.string()) }), site],
    [
      'a field that was added deep inside',
      v.array(v.nullable(v.object({ site: v.object({ name: v.string(), at: v.number() }) }))),
      v.array(v.nullable(v.object({ site }))),
    ],
    [
      'a field that was added to a member of a union',
      v.union(v.object({ kind: v.literal('x'), a: v.null() }), v.object({ kind: v.literal('y') })),
      v.union(v.object({ kind: v.literal('y') }), v.object({ kind: v.literal('x') })),
    ],
    ['a record where any object is read', v.record(v.string(), v.number()), v.object({})],
    [
      'a record for an optional field of its type',
      v.record(v.string(), v.number()),
      v.object({ a: v.optional(v.number()) }),
    ],
  ])('%s is compatible', (_, offered, accepting) => {
    expect(incompatibilityOf(exported(offered), exported(accepting), 'open')).toBeUndefined();
  });

  test.each<[string, unknown, unknown, string]>([
    ['a field that was removed', v.object({}), site, 'name'],
    ['a field that became optional', v.object({ name: v.optional(v.string()) }), site, 'name'],
    ['a field that may be null', v.object({ name: v.nullable(v.string()), avatar: v.null() }), site, 'name'],
    ['a result that may be null', v.nullable(site), site, ''],
    [
      'a new literal of a union',
      v.object({ kind: v.union(v.literal('x'), v.literal('y'), v.literal('z')) }),
      v.object({ kind: v.union(v.literal('x'), v.literal('y')) }),
      'kind',
    ],
    ['a field of another type', v.object({ name: v.number(), avatar: v.string() }), site, 'name'],
    ['a record of another type', v.record(v.string(), v.number()), v.object({ a: v.optional(v.string()) }), 'a'],
    ['a record that may be without a field', v.record(v.string(), v.string()), site, 'name'],
  ])('%s is not', (_, offered, accepting, at) => {
    expect(incompatibilityOf(exported(offered), exported(accepting), 'open')).toMatchObject({ at });
  });
});

describe.each(['closed', 'open'] as const)('for any two validators, with %s objects,', (objects) => {
  test('a compatible validator accepts every value that is tried', () => {
    let tried = 0;
    fc.assert(
      fc.property(
        fc
          .tuple(arbitraryValidator, arbitraryValidator)
          .filter(([one, other]) => incompatibilityOf(one, other, objects) === undefined),
        fc.gen(),
        ([offered, accepting], generate) => {
          const values = arbitraryValueOf(offered);
          fc.pre(values !== undefined);
          for (let index = 0; index < 10; index += 1) {
            tried += 1;
            expect(
              acceptsValue(
                accepting,
                generate(() => values),
                objects,
              ),
            ).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(tried).toBeGreaterThan(1000);
  });

  test('an incompatibility is shown by a value that one accepts and the other does not', () => {
    fc.assert(
      fc.property(arbitraryValidator, arbitraryValidator, (offered, accepting) => {
        const found = incompatibilityOf(offered, accepting, objects);
        fc.pre(found !== undefined);
        expect(acceptsValue(offered, found.example)).toBe(true);
        expect(acceptsValue(accepting, found.example, objects)).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  test('a value that is tried and refused is never called compatible', () => {
    fc.assert(
      fc.property(arbitraryValidator, arbitraryValidator, fc.gen(), (offered, accepting, generate) => {
        const values = arbitraryValueOf(offered);
        fc.pre(values !== undefined);
        if (
          !acceptsValue(
            accepting,
            generate(() => values),
            objects,
          )
        )
          expect(incompatibilityOf(offered, accepting, objects)).toBeDefined();
      }),
      { numRuns: 1500 },
    );
  });

  test('each is compatible with itself', () => {
    fc.assert(
      fc.property(arbitraryValidator, (validator) => incompatibilityOf(validator, validator, objects) === undefined),
      { numRuns: 500 },
    );
  });
});
