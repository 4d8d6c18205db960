import type { Node } from 'oxc-parser';
import { keyOf, keyOfMember } from '../../../../contract/syntax/expressions.ts';
import { childrenOf } from '../../../../contract/syntax/syntax.ts';

/** What is written as a property of any object, by its name: `path:n=>…`, `q.path=n=>…`, and members of classes. */
export function membersByName(program: Node): ReadonlyMap<string, readonly Node[]> {
  const members = new Map<string, Node[]>();
  const add = (key: string | undefined, value: Node) => {
    if (key === undefined) return;
    const known = members.get(key);
    if (known) known.push(value);
    else members.set(key, [value]);
  };
  const visit = (node: Node) => {
    if (node.type === 'Property' && !node.computed) add(keyOf(node.key), node.value as Node);
    if (node.type === 'AssignmentExpression') add(keyOfMember(node.left as Node), node.right);
    if ((node.type === 'MethodDefinition' || node.type === 'PropertyDefinition') && node.value)
      add(keyOf(node.key), node.value as Node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return members;
}
