import type { Node } from 'oxc-parser';

/** The last name of what a call calls: `memo` in `React.memo(…)`. */
export function calleeName(call: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>): string | undefined {
  const callee = withoutWrappers(call.callee);
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' && !callee.computed ? keyOf(callee.property) : undefined;
}

/** The name that a key, a property or a literal is written as, without computing anything. */
export function keyOf(node: Node): string | undefined {
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return node.name;
  if (node.type === 'PrivateIdentifier') return `#${node.name}`;
  return node.type === 'Literal' ? String(node.value) : undefined;
}

/** The name of the property that `a.name` or `a['name']` takes; undefined where it is computed. */
export function keyOfMember(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const { property } = node;
  if (!node.computed) return property.type === 'Identifier' ? property.name : undefined;
  return literalText(property);
}

/** The text of a string, or of a template without `${}`. */
export function literalText(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node?.type !== 'TemplateLiteral' || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

/** The text of a string, a template without `${}`, or several of them joined by `+`. */
export function writtenText(node: Node | undefined): string | undefined {
  if (node?.type !== 'BinaryExpression' || node.operator !== '+') return literalText(node);
  const [left, right] = [writtenText(node.left as Node), writtenText(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** The value of the last property `name` that an object literal writes; undefined for any other node. */
export function propertyOf(node: Node | undefined, name: string): Node | undefined {
  if (node?.type !== 'ObjectExpression') return undefined;
  const property = node.properties.findLast(
    (candidate) => candidate.type === 'Property' && !candidate.computed && keyOf(candidate.key) === name,
  );
  return property?.type === 'Property' ? (property.value as Node) : undefined;
}

/** The expression inside type assertions, `!`, `await` and optional chains. */
export function withoutWrappers(node: Node): Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return withoutWrappers(node.expression);
    case 'AwaitExpression':
      return withoutWrappers(node.argument);
    default:
      return node;
  }
}
