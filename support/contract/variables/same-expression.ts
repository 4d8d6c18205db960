import type { Node } from 'oxc-parser';
import { keyOfMember, withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';

/** Whether two expressions of a module are written to have one value: the same name, property or call with the same literals. */
export function isSameExpression(one: Node, other: Node, scopes: ModuleScopes): boolean {
  const [left, right] = [withoutWrappers(one), withoutWrappers(other)];
  if (left === right) return true;
  if (left.type === 'Identifier' && right.type === 'Identifier')
    return left.name === right.name && scopes.bindingOf(left) === scopes.bindingOf(right);
  if (left.type === 'Literal' && right.type === 'Literal') return left.value === right.value;
  if (left.type === 'MemberExpression' && right.type === 'MemberExpression')
    return isSameProperty(left, right, scopes) && isSameExpression(left.object, right.object, scopes);
  if (left.type !== 'CallExpression' || right.type !== 'CallExpression') return false;
  return (
    left.arguments.length === right.arguments.length &&
    isSameExpression(left.callee, right.callee, scopes) &&
    left.arguments.every((argument, index) => isSameExpression(argument, right.arguments[index] as Node, scopes))
  );
}

type Member = Extract<Node, { type: 'MemberExpression' }>;

function isSameProperty(one: Member, other: Member, scopes: ModuleScopes): boolean {
  const key = keyOfMember(one);
  if (key !== undefined) return key === keyOfMember(other);
  return one.computed && other.computed && isSameExpression(one.property, other.property, scopes);
}
