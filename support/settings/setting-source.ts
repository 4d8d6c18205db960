import { z } from 'zod';
import { strict, unknownKeys } from './strict-object.ts';

export const KeyName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a key is a variable name: letters, digits and underscores');

const forms = "a setting is { key: 'NAME_IN_THE_TABLE' } or { value: '…' }";
const known = ['key', 'target', 'default', 'value'];

/** Where a setting comes from: a key of the config table (or an environment variable of that name), or a value given here. */
export const SettingSource = z.union(
  [
    strict({
      key: KeyName,
      /** The TARGET whose row is meant, where the key stands for several targets with different values. */
      target: z.string().optional(),
      default: z.string().optional(),
    }),
    strict({ value: z.string() }),
  ],
  { error: ({ input }) => faultOf(input) },
);
export type SettingSource = z.infer<typeof SettingSource>;

/** A union's own message says only that nothing fits; what was written says which form was meant. Values are not quoted. */
function faultOf(input: unknown): string {
  if (input === undefined) return `it is missing; ${forms}.`;
  if (input === null) return `${forms}; saw null.`;
  if (Array.isArray(input)) return `${forms}; saw a list.`;
  if (typeof input !== 'object') return `${forms}; saw a ${typeof input}.`;
  const keys = Object.keys(input);
  const unknown = keys.filter((key) => !known.includes(key));
  if (unknown.length > 0) return unknownKeys(unknown, known);
  if ('value' in input && keys.length > 1)
    return `\`value\` stands alone, and here is ${keys.filter((key) => key !== 'value').join(', ')} beside it; ${forms}.`;
  const wrong = Object.entries(input).find(([, value]) => typeof value !== 'string');
  if (wrong) return `\`${wrong[0]}\` is a text, and here it is ${wrong[1] === null ? 'null' : `a ${typeof wrong[1]}`}.`;
  return `${forms}; saw ${keys.length === 0 ? 'an empty one' : `one with ${keys.join(', ')} only`}.`;
}
