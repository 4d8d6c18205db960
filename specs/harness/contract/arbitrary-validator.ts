import type { Validator } from '../../../support/contract/index.ts';
import { idOf, type TriedValue } from '../../../support/contract/index.ts';
import fc from '../property.ts';

const tables = ['sites', 'users'];
const names = ['a', 'b', 'kind'];
const one = { $integer: 'AQAAAAAAAAA=' };

/** Validators of few names, tables and literals, so that two of them have something in common. */
export const arbitraryValidator: fc.Arbitrary<Validator> = fc.letrec<{ validator: Validator; leaf: Validator }>(
  (tie) => ({
    leaf: fc.oneof(
      fc.constantFrom<Validator>(
        { type: 'null' },
        { type: 'number' },
        { type: 'bigint' },
        { type: 'boolean' },
        { type: 'string' },
        { type: 'bytes' },
        { type: 'any' },
      ),
      fc.constantFrom('x', 'y', 1, true, false, one).map((value): Validator => ({ type: 'literal', value })),
      fc.constantFrom(...tables).map((tableName): Validator => ({ type: 'id', tableName })),
    ),
    validator: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      tie('leaf'),
      tie('validator').map((value): Validator => ({ type: 'array', value })),
      fc
        .tuple(fc.constantFrom<Validator>({ type: 'string' }, { type: 'id', tableName: 'sites' }), tie('validator'))
        .map(([keys, fieldType]): Validator => ({ type: 'record', keys, values: { fieldType, optional: false } })),
      fc
        .dictionary(fc.constantFrom(...names), fc.record({ fieldType: tie('validator'), optional: fc.boolean() }), {
          maxKeys: 3,
          noNullPrototype: true,
        })
        .map((value): Validator => ({ type: 'object', value })),
      fc.array(tie('validator'), { maxLength: 3 }).map((value): Validator => ({ type: 'union', value })),
    ),
  }),
).validator;

/** Values that a validator takes; undefined where it takes none. */
export function arbitraryValueOf(validator: Validator): fc.Arbitrary<TriedValue> | undefined {
  switch (validator.type) {
    case 'null':
      return fc.constant(null);
    case 'number':
      return fc.constantFrom(0, 1, 2.5, -3);
    case 'bigint':
      return fc.constantFrom(0n, 1n, -7n);
    case 'boolean':
      return fc.boolean();
    case 'string':
      return fc.constantFrom('', 'x', 'y', 'z', idOf('sites', 9));
    case 'bytes':
      return fc.constant(new ArrayBuffer(2));
    case 'commitTs':
      return fc.constant(new Date(0));
    case 'any':
      return fc.oneof(
        fc.constantFrom<TriedValue>(null, 1, 1n, true, 'x', 'z', idOf('users', 1), new ArrayBuffer(1)),
        fc.constantFrom<TriedValue>([], ['x', 1], {}, { a: 'x' }, { b: [null] }),
      );
    case 'literal':
      return fc.constant(typeof validator.value === 'object' ? 1n : validator.value);
    case 'id':
      return fc.nat({ max: 3 }).map((number) => idOf(validator.tableName, number));
    case 'array': {
      const item = arbitraryValueOf(validator.value);
      return item ? fc.array(item, { maxLength: 3 }) : fc.constant([]);
    }
    case 'record': {
      const [key, value] = [arbitraryValueOf(validator.keys), arbitraryValueOf(validator.values.fieldType)];
      if (!key || !value) return fc.constant({});
      return fc
        .array(fc.tuple(key, value), { maxLength: 3 })
        .map((entries) => Object.fromEntries(entries as [string, TriedValue][]));
    }
    case 'object': {
      const fields: Record<string, fc.Arbitrary<TriedValue | undefined>> = {};
      for (const [name, { fieldType, optional }] of Object.entries(validator.value)) {
        const value = arbitraryValueOf(fieldType);
        if (!value && !optional) return undefined;
        const absent = fc.constant(undefined);
        const given = value ?? absent;
        fields[name] = optional ? fc.oneof(given, absent) : given;
      }
      return fc
        .record(fields)
        .map((object) =>
          Object.fromEntries(
            Object.entries(object).filter((entry): entry is [string, TriedValue] => entry[1] !== undefined),
          ),
        );
    }
    case 'union': {
      const members = validator.value.flatMap((member) => arbitraryValueOf(member) ?? []);
      return members.length === 0 ? undefined : fc.oneof(...members);
    }
  }
}
