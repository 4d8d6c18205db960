import type { Node } from 'oxc-parser';
import { calleeName, keyOf, keyOfMember, literalText, withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { isEquality, type Resolve } from './absent-value.ts';
import { meaning } from './meaning.ts';

/**
 * What a condition comes to in a deployment, where `NODE_ENV` alone decides it: `process.env.NODE_ENV === 'development' && …` is false.
 * Source: npm convex, src/bundler/index.ts, which replaces `process.env.NODE_ENV` by "production" whatever the deployment is.
 */
export function outcomeInProduction(
  condition: Node,
  scopes: ModuleScopes,
  resolve: Resolve = meaning(scopes),
): boolean | undefined {
  const node = withoutWrappers(resolve(withoutWrappers(condition)));
  const of = (each: Node) => outcomeInProduction(each, scopes, resolve);
  switch (node.type) {
    case 'UnaryExpression': {
      const inner = node.operator === '!' ? of(node.argument) : undefined;
      return inner === undefined ? undefined : !inner;
    }
    case 'BinaryExpression':
      return comparison(node, scopes);
    case 'LogicalExpression':
      return node.operator === '??' ? undefined : combined(of(node.left), of(node.right), node.operator);
    case 'CallExpression':
      return oneOf(node, scopes);
    default:
      return undefined;
  }
}

function combined(left: boolean | undefined, right: boolean | undefined, operator: '&&' | '||'): boolean | undefined {
  const deciding = operator === '||';
  if (left === deciding || right === deciding) return deciding;
  return left === undefined || right === undefined ? undefined : !deciding;
}

function comparison(
  { left, right, operator }: Extract<Node, { type: 'BinaryExpression' }>,
  scopes: ModuleScopes,
): boolean | undefined {
  const sides = [left as Node, right];
  const text = sides.map(literalText).find((each) => each !== undefined);
  if (text === undefined || !isEquality(operator) || !sides.some((side) => isNodeEnvironment(side, scopes)))
    return undefined;
  return (text === 'production') !== operator.startsWith('!');
}

/** `['development', 'test'].includes(process.env.NODE_ENV)` */
function oneOf(call: Extract<Node, { type: 'CallExpression' }>, scopes: ModuleScopes): boolean | undefined {
  const [value] = call.arguments as Node[];
  const list = call.callee.type === 'MemberExpression' ? withoutWrappers(call.callee.object) : undefined;
  if (calleeName(call) !== 'includes' || list?.type !== 'ArrayExpression') return undefined;
  if (value === undefined || !isNodeEnvironment(value, scopes)) return undefined;
  const texts = list.elements.map((each) => literalText(each ?? undefined));
  if (texts.includes('production')) return true;
  return texts.includes(undefined) ? undefined : false;
}

/** `process.env.NODE_ENV`, `env.NODE_ENV`, a constant that is one, or the name that destructuring gave it. */
function isNodeEnvironment(written: Node, scopes: ModuleScopes): boolean {
  const node = withoutWrappers(meaning(scopes)(withoutWrappers(written)));
  if (node.type === 'MemberExpression') {
    const object = withoutWrappers(node.object);
    const isEnvironment = object.type === 'Identifier' ? /^env$/i.test(object.name) : keyOfMember(object) === 'env';
    return isEnvironment && keyOfMember(node) === 'NODE_ENV';
  }
  const declaration = node.type === 'Identifier' ? scopes.bindingOf(node)?.declaration : undefined;
  const pattern = declaration?.kind === 'variable' ? declaration.declarator.id : undefined;
  return (
    pattern?.type === 'ObjectPattern' &&
    node.type === 'Identifier' &&
    pattern.properties.some(
      (each) =>
        each.type === 'Property' &&
        keyOf(each.key) === 'NODE_ENV' &&
        each.value.type === 'Identifier' &&
        each.value.name === node.name,
    )
  );
}
