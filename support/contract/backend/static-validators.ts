import type { Node } from 'oxc-parser';
import { keyOf, keyOfMember, withoutWrappers } from '../syntax/expressions.ts';
import type { FieldValidator, Validator } from '../validators/validator.ts';

const scalars: Readonly<Record<string, 'null' | 'number' | 'bigint' | 'boolean' | 'string' | 'bytes' | 'any'>> = {
  null: 'null',
  number: 'number',
  float64: 'number',
  int64: 'bigint',
  bigint: 'bigint',
  boolean: 'boolean',
  string: 'string',
  bytes: 'bytes',
  any: 'any',
};

/** The validator that `v.string()` and the like, or an object of them, is written as; undefined where it is not written out in place. */
export function staticValidator(written: Node | undefined): Validator | undefined {
  const node = written && withoutWrappers(written);
  if (node?.type === 'ObjectExpression') return objectOf(node);
  if (node?.type !== 'CallExpression' || !isOfV(node.callee)) return undefined;

  const called = keyOfMember(node.callee) ?? '';
  const [first, second] = node.arguments as readonly (Node | undefined)[];
  const scalar = Object.hasOwn(scalars, called) ? scalars[called] : undefined;
  if (scalar !== undefined) return { type: scalar };
  switch (called) {
    case 'object':
      return first?.type === 'ObjectExpression' ? objectOf(first) : undefined;
    case 'id':
      return idOf(first);
    case 'literal':
      return literalOf(first);
    case 'array':
      return wrapped(first, (value) => ({ type: 'array', value }));
    case 'nullable':
      return wrapped(first, (value) => ({ type: 'union', value: [value, { type: 'null' }] }));
    case 'record':
      return recordOf(first, second);
    case 'union':
      return unionOf(node.arguments);
    default:
      return undefined;
  }
}

function isOfV(callee: Node): boolean {
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'v';
}

function wrapped(inner: Node | undefined, wrap: (value: Validator) => Validator): Validator | undefined {
  const value = staticValidator(inner);
  return value && wrap(value);
}

function idOf(table: Node | undefined): Validator | undefined {
  return table?.type === 'Literal' && typeof table.value === 'string'
    ? { type: 'id', tableName: table.value }
    : undefined;
}

function literalOf(written: Node | undefined): Validator | undefined {
  if (written?.type !== 'Literal') return undefined;
  const { value } = written;
  const isKnown = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isKnown ? { type: 'literal', value } : undefined;
}

function recordOf(first: Node | undefined, second: Node | undefined): Validator | undefined {
  const [keys, fieldType] = [staticValidator(first), staticValidator(second)];
  return keys && fieldType && { type: 'record', keys, values: { fieldType, optional: false } };
}

function unionOf(written: readonly Node[]): Validator | undefined {
  const members = written.map((member) => staticValidator(member));
  return members.every((member) => member !== undefined) ? { type: 'union', value: members } : undefined;
}

function objectOf(node: Extract<Node, { type: 'ObjectExpression' }>): Validator | undefined {
  const fields: Record<string, FieldValidator> = {};
  for (const property of node.properties) {
    const name = property.type === 'Property' && !property.computed ? keyOf(property.key) : undefined;
    const field = property.type === 'Property' ? fieldOf(property.value as Node) : undefined;
    if (name === undefined || field === undefined) return undefined;
    fields[name] = field;
  }
  return { type: 'object', value: fields };
}

function fieldOf(written: Node): FieldValidator | undefined {
  const optional = written.type === 'CallExpression' && keyOfMember(written.callee) === 'optional';
  const fieldType = staticValidator(optional ? (written.arguments[0] as Node | undefined) : written);
  return fieldType && { fieldType, optional };
}
