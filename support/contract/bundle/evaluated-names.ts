import type { Node } from 'oxc-parser';
import { keyOf } from '../syntax/expressions.ts';

type Value = string | boolean | undefined;

/**
 * What an expression is, or a body that returns one, where `name` is `id`: texts that are put together, looked up in an object or chosen by a
 * comparison. Undefined for anything else. Nothing is run.
 */
export function evaluate(node: Node, name: string, id: string): Value {
  const of = (child: Node) => evaluate(child, name, id);
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' ? String(node.value) : undefined;
    case 'Identifier':
      return node.name === name ? id : undefined;
    case 'TemplateLiteral':
      return templateText(node, of);
    case 'BinaryExpression':
      return combined(node.operator, of(node.left as Node), of(node.right));
    case 'LogicalExpression':
      return node.operator === '&&' ? of(node.left) && of(node.right) : of(node.left) || of(node.right);
    case 'ConditionalExpression':
      return of(node.test) ? of(node.consequent) : of(node.alternate);
    case 'MemberExpression':
      return lookedUp(node, of);
    case 'BlockStatement':
      return returnedBy(node.body, of);
    case 'ReturnStatement':
      return node.argument === null ? undefined : of(node.argument);
    default:
      return undefined;
  }
}

type Evaluate = (node: Node) => Value;

function templateText({ quasis, expressions }: Extract<Node, { type: 'TemplateLiteral' }>, of: Evaluate): Value {
  const texts = quasis.flatMap((quasi, index): Value[] => {
    const filled = expressions[index];
    return filled === undefined ? [quasi.value.cooked ?? ''] : [quasi.value.cooked ?? '', of(filled)];
  });
  return texts.includes(undefined) ? undefined : texts.join('');
}

function combined(operator: string, left: Value, right: Value): Value {
  if (operator === '===' || operator === '==') return left === right;
  return operator === '+' && left !== undefined && right !== undefined ? `${left}${right}` : undefined;
}

/** `{272:"326086c7"}[e]`. */
function lookedUp(node: Extract<Node, { type: 'MemberExpression' }>, of: Evaluate): Value {
  const key = node.computed ? of(node.property) : undefined;
  if (node.object.type !== 'ObjectExpression' || key === undefined) return undefined;
  const found = node.object.properties.findLast((each) => each.type === 'Property' && keyOf(each.key) === key);
  return found?.type === 'Property' ? of(found.value as Node) : undefined;
}

function returnedBy(statements: readonly Node[], of: Evaluate): Value {
  for (const statement of statements) {
    if (statement.type === 'IfStatement' && !of(statement.test)) continue;
    const value = of(statement.type === 'IfStatement' ? statement.consequent : statement);
    if (value !== undefined) return value;
  }
  return undefined;
}
