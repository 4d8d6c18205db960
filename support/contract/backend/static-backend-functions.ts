import type { Node } from 'oxc-parser';
import { canonicalFunctionPath } from '../function-path.ts';
import type { FunctionKind } from '../function-reference.ts';
import type { DeployedFunction } from '../function-spec.ts';
import { keyOfMember } from '../syntax/expressions.ts';
import { parseSource } from '../syntax/parse-source.ts';
import { anything, type FieldValidator, type Validator } from '../validators/validator.ts';
import { type BackendFile, moduleOf } from './backend-files.ts';

/**
 * The functions that a module's syntax shows, for modules that cannot be imported: exported constants made by a call whose callee has
 * `query`, `mutation` or `action` in its name, as Convex's own builders and most wrappers of them are named. Validators are read where they are
 * written out in place; where they are not, they are absent. Pure.
 */
export function staticFunctions(file: BackendFile): DeployedFunction[] {
  const { result } = parseSource(file.path, file.text);
  return result.program.body.flatMap((statement) => {
    if (statement.type === 'ExportDefaultDeclaration') {
      const found = functionOf(file, 'default', statement.declaration as Node);
      return found ? [found] : [];
    }
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration?.type !== 'VariableDeclaration') return [];
    return statement.declaration.declarations.flatMap(({ id, init }) => {
      const found = id.type === 'Identifier' && init ? functionOf(file, id.name, init) : undefined;
      return found ? [found] : [];
    });
  });
}

function functionOf(file: BackendFile, name: string, made: Node): DeployedFunction | undefined {
  if (made.type !== 'CallExpression') return undefined;
  const builder = made.callee.type === 'Identifier' ? made.callee.name : (keyOfMember(made.callee) ?? '');
  const kinds = new Set([...builder.matchAll(/query|mutation|action/gi)].map(([word]) => word.toLowerCase()));
  const [kind] = kinds as Set<FunctionKind>;
  if (kind === undefined || kinds.size > 1 || /^http/i.test(builder)) return undefined;
  const isOwn = /^(internal)?(query|mutation|action)(Generic)?$/i.test(builder);
  const definition = made.arguments[0];
  const property = (key: string): Node | undefined =>
    definition?.type === 'ObjectExpression'
      ? (
          definition.properties.find((each) => each.type === 'Property' && nameOf(each) === key) as
            | { value: Node }
            | undefined
        )?.value
      : undefined;
  // A wrapper may add arguments of its own; what it declares is not known.
  const declared = (key: string): Validator | undefined => {
    if (!isOwn) return undefined;
    const written = property(key);
    if (written !== undefined) return validatorOf(written);
    const isWhole =
      definition?.type !== 'ObjectExpression' || definition.properties.every(({ type }) => type === 'Property');
    return isWhole ? anything : undefined;
  };
  const [args, returns] = [declared('args'), declared('returns')];
  return {
    path: canonicalFunctionPath(`${moduleOf(file.path)}:${name}`),
    kind,
    isPublic: !/internal/i.test(builder),
    ...(args && { args }),
    ...(returns && { returns }),
  };
}

/** `v.string()` and its kin, and an object of them; undefined for anything that is not written out in place. */
function validatorOf(node: Node): Validator | undefined {
  if (node.type === 'ObjectExpression') return objectOf(node);
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const { object } = node.callee;
  if (object.type !== 'Identifier' || object.name !== 'v') return undefined;
  const [first, second] = node.arguments;
  const inner = () => (first ? validatorOf(first) : undefined);
  const called = keyOfMember(node.callee) ?? '';
  const plain = scalars[called];
  if (plain) return { type: plain };
  if (called === 'object' && first?.type === 'ObjectExpression') return objectOf(first);
  if (called === 'id' && first?.type === 'Literal' && typeof first.value === 'string')
    return { type: 'id', tableName: first.value };
  if (called === 'literal' && first?.type === 'Literal' && ['string', 'number', 'boolean'].includes(typeof first.value))
    return { type: 'literal', value: first.value as string };
  const value = inner();
  if (called === 'array') return value && { type: 'array', value };
  if (called === 'nullable') return value && { type: 'union', value: [value, { type: 'null' }] };
  if (called === 'record') {
    const fieldType = second && validatorOf(second);
    return value && fieldType && { type: 'record', keys: value, values: { fieldType, optional: false } };
  }
  if (called !== 'union') return undefined;
  const members = node.arguments.map(validatorOf);
  return members.every((member) => member !== undefined) ? { type: 'union', value: members as Validator[] } : undefined;
}

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

function objectOf(node: Extract<Node, { type: 'ObjectExpression' }>): Validator | undefined {
  const fields: Record<string, FieldValidator> = {};
  for (const property of node.properties) {
    const name = property.type === 'Property' ? nameOf(property) : undefined;
    if (name === undefined || property.type !== 'Property') return undefined;
    const { value } = property;
    const isOptional =
      value.type === 'CallExpression' &&
      value.callee.type === 'MemberExpression' &&
      keyOfMember(value.callee) === 'optional';
    const written = isOptional ? value.arguments[0] : value;
    const fieldType = written && validatorOf(written as Node);
    if (fieldType === undefined) return undefined;
    fields[name] = { fieldType, optional: isOptional };
  }
  return { type: 'object', value: fields };
}

function nameOf(property: { computed: boolean; key: Node }): string | undefined {
  if (property.computed) return undefined;
  const { key } = property;
  return key.type === 'Identifier'
    ? key.name
    : key.type === 'Literal' && typeof key.value === 'string'
      ? key.value
      : undefined;
}
