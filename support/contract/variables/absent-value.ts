import type { Node } from 'oxc-parser';
import { calleeName, keyOfMember, withoutWrappers } from '../syntax/expressions.ts';
import { childrenOf } from '../syntax/syntax.ts';

/** Says whether an expression is the value in question. */
export type IsValue = (node: Node) => boolean;

/** What stands for a name or a call in a condition: `!!value` for `enabled` after `const enabled = !!value`. */
export type Resolve = (node: Node) => Node;

const asWritten: Resolve = (node) => node;
/** What a number is asked that may have come of a text that is absent, and the answer where it did. */
const numberQuestions: Readonly<Record<string, boolean>> = {
  isNaN: true,
  isFinite: false,
  isInteger: false,
  isSafeInteger: false,
};

/**
 * What a condition comes to where a value is absent: true, false, or undefined where the value does not decide it. What else the condition
 * asks is taken to leave the decision to the value: `isLive && !value` is true, `isLive && value` is false.
 */
export function outcomeWithout(condition: Node, isValue: IsValue, resolve = asWritten): boolean | undefined {
  const written = withoutWrappers(condition);
  if (isNothingWithout(written, isValue)) return false;
  const node = withoutWrappers(resolve(written));
  if (node !== written && isNothingWithout(node, isValue)) return false;
  const of = (each: Node) => outcomeWithout(each, isValue, resolve);
  switch (node.type) {
    case 'UnaryExpression':
      return node.operator === '!' ? negated(of(node.argument)) : undefined;
    case 'CallExpression': {
      const name = calleeName(node) ?? '';
      const [argument] = node.arguments;
      if (argument === undefined) return undefined;
      if (isObjectIs(node)) return isOfAbsence(node.arguments as Node[], isValue);
      if (Object.hasOwn(numberQuestions, name))
        return mentions(argument, isValue, resolve) ? numberQuestions[name] : undefined;
      return name === 'Boolean' ? of(argument) : undefined;
    }
    case 'BinaryExpression':
      return comparison(node, isValue);
    case 'LogicalExpression': {
      const [left, right] = [of(node.left), of(node.right)];
      if (left === undefined || right === undefined) return left ?? right;
      return node.operator === '&&' ? left && right : left || right;
    }
    default:
      return undefined;
  }
}

/** Whether a condition looks at a value at all. */
export function mentions(condition: Node, isValue: IsValue, resolve = asWritten): boolean {
  if (isValue(condition)) return true;
  const node = resolve(condition);
  return (
    (node !== condition && mentions(node, isValue, resolve)) ||
    childrenOf(condition).some((child) => mentions(child, isValue, resolve))
  );
}

/** Whether an operator compares two values for equality. */
export function isEquality(operator: string): boolean {
  return /^[!=]==?$/.test(operator);
}

/** A value with nothing that only run time knows: a text, a number, `null`, `undefined`. */
export function isConstant(written: Node): boolean {
  const node = withoutWrappers(written);
  return (
    node.type === 'Literal' || isUndefined(node) || (node.type === 'TemplateLiteral' && node.expressions.length === 0)
  );
}

/** The value itself, or what an optional chain takes from it: `value?.trim()`. */
function isNothingWithout(written: Node, isValue: IsValue): boolean {
  const node = withoutWrappers(written);
  if (isValue(node)) return true;
  if (node.type === 'MemberExpression') return isNothingWithout(node.object, isValue);
  return node.type === 'CallExpression' && isNothingWithout(node.callee, isValue);
}

function comparison(node: Extract<Node, { type: 'BinaryExpression' }>, isValue: IsValue): boolean | undefined {
  const sides = [node.left as Node, node.right].map(withoutWrappers);
  const other = sides.find(isConstant);
  const own = sides.find((side) => side !== other);
  if (own === undefined || other === undefined) return undefined;

  // `(value ?? '') === ''`
  if (own.type === 'LogicalExpression' && own.operator !== '&&' && isConstant(own.right))
    return isNothingWithout(own.left, isValue) && isEquality(node.operator)
      ? node.operator.startsWith('!') !== isSameConstant(own.right, other)
      : undefined;

  const isType = own.type === 'UnaryExpression' && own.operator === 'typeof';
  if (!isNothingWithout(isType ? own.argument : own, isValue)) return undefined;
  if (!isEquality(node.operator)) return false;
  const isEqual = isType ? isText(other, 'undefined') : isEqualToUndefined(other, node.operator);
  return node.operator.startsWith('!') ? !isEqual : isEqual;
}

/** `Object.is(value, undefined)`, which is true where the value is absent; false for any other constant. */
function isOfAbsence(sides: readonly Node[], isValue: IsValue): boolean | undefined {
  const other = sides.find(isConstant);
  const own = sides.find((side) => side !== other);
  if (own === undefined || other === undefined || !isNothingWithout(own, isValue)) return undefined;
  return isUndefined(withoutWrappers(other));
}

/** `Object.is(value, other)` */
export function isObjectIs({ callee, arguments: sides }: Extract<Node, { type: 'CallExpression' }>): boolean {
  if (sides.length !== 2) return false;
  if (callee.type !== 'MemberExpression' || keyOfMember(callee) !== 'is') return false;
  return callee.object.type === 'Identifier' && callee.object.name === 'Object';
}

function isEqualToUndefined(node: Node, operator: string): boolean {
  return isUndefined(node) || (isNothing(node) && operator.length === 2);
}

/** `null` or `undefined`. */
export function isNothing(node: Node): boolean {
  return isUndefined(node) || (node.type === 'Literal' && node.value === null);
}

function isUndefined(node: Node): boolean {
  if (node.type === 'UnaryExpression') return node.operator === 'void';
  return node.type === 'Identifier' && node.name === 'undefined';
}

function isSameConstant(one: Node, other: Node): boolean {
  const [left, right] = [withoutWrappers(one), withoutWrappers(other)];
  return left.type === 'Literal' && right.type === 'Literal' && left.value === right.value;
}

function isText(node: Node, text: string): boolean {
  return node.type === 'Literal' && node.value === text;
}

function negated(outcome: boolean | undefined): boolean | undefined {
  return outcome === undefined ? undefined : !outcome;
}
