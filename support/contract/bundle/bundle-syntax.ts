import type { Node } from 'oxc-parser';
import type { SourcePosition } from '../function-reference.ts';
import { keyOf } from '../syntax/expressions.ts';
import { childrenOf, isFunctionNode } from '../syntax/syntax.ts';

/** The nodes around an offset, outermost first. */
export function enclosingNodes(program: Node, offset: number): Node[] {
  const found: Node[] = [];
  for (let node: Node | undefined = program; node !== undefined; ) {
    found.push(node);
    node = childrenOf(node).find((child) => child.start <= offset && offset < child.end);
  }
  return found;
}

/** The id of the runtime's module around a node: `1234:(e,t,n)=>{…}` in an object, `1234,e=>{…}` in a list. */
export function runtimeModuleOf(node: Node): string | undefined {
  for (let at: Node | null | undefined = node.parent; at !== undefined && at !== null; at = at.parent) {
    if (!isFunctionNode(at)) continue;
    const { parent } = at;
    if (parent?.type === 'Property' && parent.value === at && isModuleKey(parent.key)) return keyOf(parent.key);
    if (parent?.type === 'ArrayExpression') {
      const elements = parent.elements as readonly (Node | null)[];
      const before = elements[elements.indexOf(at) - 1];
      if (before?.type === 'Literal') return String(before.value);
    }
  }
  return undefined;
}

function isModuleKey(key: Node): boolean {
  return key.type === 'Literal' && (typeof key.value === 'number' || /[./]|^\d+$/.test(String(key.value)));
}

export function isInside(node: Node, outer: Node): boolean {
  return node.start >= outer.start && node.end <= outer.end;
}

/** Whether an occurrence reads the name, and does not declare or overwrite it. */
export function isRead(node: Node): boolean {
  const { parent } = node;
  if (!parent) return false;
  if (parent.type === 'VariableDeclarator') return parent.init === node;
  if (parent.type === 'AssignmentExpression') return parent.right === node;
  if (parent.type === 'AssignmentPattern') return parent.right === node;
  if (parent.type === 'Property') return parent.value === node && parent.parent?.type !== 'ObjectPattern';
  return (
    parent.type !== 'ExportSpecifier' &&
    !parent.type.startsWith('Import') &&
    !(isFunctionNode(parent) && parent.body !== node)
  );
}

/** The line and column of an offset. */
export function positionAt(file: string, text: string, offset: number): SourcePosition {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line += 1;
  return { file, line, column: offset - lineStart + 1 };
}
