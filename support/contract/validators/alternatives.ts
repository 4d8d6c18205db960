import { type FieldValidator, type LiteralValue, literalOf, type Validator } from './validator.ts';

/** Nothing in the place of a field: what an optional field may be. */
export const absent = { type: 'absent' } as const;

/** One member of a validator that is flattened into a list of members without unions. */
export type Alternative = Exclude<Validator, { type: 'union' }> | typeof absent;
export type ObjectAlternative = Extract<Validator, { type: 'object' | 'record' }>;

/**
 * What an object does with a field that it does not declare. `closed`: it refuses it, as Convex does with arguments, results and documents.
 * `open`: it ignores it, as a client does that reads a result.
 */
export type Objects = 'closed' | 'open';

/** What `any` takes. */
export const everything: readonly Alternative[] = [
  { type: 'null' },
  { type: 'number' },
  { type: 'bigint' },
  { type: 'boolean' },
  { type: 'string' },
  { type: 'bytes' },
  { type: 'commitTs' },
  { type: 'array', value: { type: 'any' } },
  { type: 'record', keys: { type: 'string' }, values: { fieldType: { type: 'any' }, optional: false } },
];

/** What `v.boolean()` takes. */
export const bothBooleans: readonly Alternative[] = [
  { type: 'literal', value: false },
  { type: 'literal', value: true },
];

export function alternativesOf(validator: Validator): Alternative[] {
  return validator.type === 'union' ? validator.value.flatMap(alternativesOf) : [validator];
}

export function isObject(alternative: Alternative): alternative is ObjectAlternative {
  return alternative.type === 'record' || alternative.type === 'object';
}

/** What a declared field may be; absence alone for a field that is not declared. */
export function fieldAlternatives(field: FieldValidator | undefined): readonly Alternative[] {
  if (field === undefined) return [absent];
  return field.optional ? [...alternativesOf(field.fieldType), absent] : alternativesOf(field.fieldType);
}

/** What an object or a record takes under a name. */
export function takenUnder(validator: ObjectAlternative, name: string, objects: Objects): readonly Alternative[] {
  if (validator.type === 'record')
    return hasKey(validator, name) ? [...alternativesOf(validator.values.fieldType), absent] : [absent];
  if (Object.hasOwn(validator.value, name)) return fieldAlternatives(validator.value[name]);
  return objects === 'closed' ? [absent] : [{ type: 'any' }, absent];
}

/** Whether a record may have an entry of this name, which is not an id's. */
export function hasKey({ keys }: Extract<Validator, { type: 'record' }>, name: string): boolean {
  return alternativesOf(keys).some((key) => key.type === 'string' || key.type === 'any' || isSameLiteral(key, name));
}

export function typeOfLiteral(value: LiteralValue): 'string' | 'number' | 'boolean' | 'bigint' {
  return typeof literalOf(value) as 'string' | 'number' | 'boolean' | 'bigint';
}

export function isSameLiteral(alternative: Alternative, value: LiteralValue): boolean {
  return alternative.type === 'literal' && Object.is(literalOf(alternative.value), literalOf(value));
}

/** Whether no value is of both lists. True only in plain cases: tags of unions, absent fields, different types. */
export function areDisjoint(one: readonly Alternative[], other: readonly Alternative[]): boolean {
  return one.every((left) => other.every((right) => isDisjoint(left, right)));
}

function isDisjoint(one: Alternative, other: Alternative): boolean {
  if (one.type === 'any' || other.type === 'any') return (one.type === 'absent') !== (other.type === 'absent');
  if (one.type === 'literal' && other.type === 'literal')
    return !Object.is(literalOf(one.value), literalOf(other.value));
  return kindOf(one) !== kindOf(other);
}

function kindOf(alternative: Alternative): string {
  if (alternative.type === 'literal') return typeOfLiteral(alternative.value);
  if (alternative.type === 'id') return 'string';
  return alternative.type === 'record' ? 'object' : alternative.type;
}
