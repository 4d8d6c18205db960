import { z } from 'zod';

/**
 * A validator in the form of `exportArgs()`, `schema.export()` and a deployment's function spec.
 * Source: get-convex/convex-backend, crates/common/src/schemas/json.rs.
 */
export type Validator =
  | { type: 'null' | 'number' | 'bigint' | 'boolean' | 'string' | 'bytes' | 'any' | 'commitTs' }
  | { type: 'literal'; value: LiteralValue }
  | { type: 'id'; tableName: string }
  | { type: 'array'; value: Validator }
  | { type: 'record'; keys: Validator; values: FieldValidator }
  | { type: 'object'; value: Record<string, FieldValidator> }
  | { type: 'union'; value: Validator[] };

/** A bigint, and a number that JSON cannot write (-0, Infinity), is written as its eight bytes, little-endian, in base64. */
export type LiteralValue = string | number | boolean | { $integer: string } | { $float: string };

export interface FieldValidator {
  fieldType: Validator;
  optional: boolean;
}

const FieldValidator: z.ZodType<FieldValidator> = z.lazy(() =>
  z.object({ fieldType: Validator, optional: z.boolean() }),
);

export const Validator: z.ZodType<Validator> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.enum(['null', 'number', 'bigint', 'boolean', 'string', 'bytes', 'any', 'commitTs']) }),
    z.object({
      type: z.literal('literal'),
      value: z.union([
        z.string(),
        z.number(),
        z.boolean(),
        z.object({ $integer: z.string() }),
        z.object({ $float: z.string() }),
      ]),
    }),
    z.object({ type: z.literal('id'), tableName: z.string() }),
    z.object({ type: z.literal('array'), value: Validator }),
    z.object({ type: z.literal('record'), keys: Validator, values: FieldValidator }),
    z.object({ type: z.literal('object'), value: z.record(z.string(), FieldValidator) }),
    z.object({ type: z.literal('union'), value: z.array(Validator) }),
  ]),
);

export const anything: Validator = { type: 'any' };

/** A literal as a value: a bigint for `{$integer}`, a number for `{$float}`. */
export function literalOf(value: LiteralValue): string | number | boolean | bigint {
  if (typeof value !== 'object') return value;
  if ('$float' in value) return Buffer.from(value.$float, 'base64').readDoubleLE();
  return Buffer.from(value.$integer, 'base64').readBigInt64LE();
}

const calls = {
  null: 'v.null()',
  number: 'v.number()',
  bigint: 'v.int64()',
  boolean: 'v.boolean()',
  string: 'v.string()',
  bytes: 'v.bytes()',
  any: 'v.any()',
  commitTs: 'v.commitTs()',
} as const;

/** A validator as its author would write it, `v.union(v.literal("low"), v.literal("high"))`. */
export function describeValidator(validator: Validator): string {
  switch (validator.type) {
    case 'literal':
      return `v.literal(${literalText(validator.value)})`;
    case 'id':
      return `v.id(${JSON.stringify(validator.tableName)})`;
    case 'array':
      return `v.array(${describeValidator(validator.value)})`;
    case 'record':
      return `v.record(${describeValidator(validator.keys)}, ${describeValidator(validator.values.fieldType)})`;
    case 'object':
      return `v.object({ ${Object.entries(validator.value)
        .map(([name, field]) => `${name}: ${describeField(field)}`)
        .join(', ')} })`;
    case 'union':
      return `v.union(${validator.value.map(describeValidator).join(', ')})`;
    default:
      return calls[validator.type];
  }
}

function literalText(literal: LiteralValue): string {
  const value = literalOf(literal);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'number') return JSON.stringify(value);
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A field of an object, `v.optional(v.string())`. */
export function describeField({ fieldType, optional }: FieldValidator): string {
  return optional ? `v.optional(${describeValidator(fieldType)})` : describeValidator(fieldType);
}
