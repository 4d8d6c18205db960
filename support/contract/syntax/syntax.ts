import type { ArrowFunctionExpression, Function as DeclaredFunction, Node } from 'oxc-parser';
import { visitorKeys } from 'oxc-parser';

/** A function in source, of any form. */
export type FunctionNode = DeclaredFunction | ArrowFunctionExpression;

const typeKeys = new Set([
  'typeAnnotation',
  'typeParameters',
  'typeArguments',
  'returnType',
  'superTypeArguments',
  'implements',
]);
const valuesInTypeScript = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSParameterProperty',
  'TSExportAssignment',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSImportEqualsDeclaration',
]);

/** Node children in source order, types left out. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    if (typeKeys.has(key)) continue;
    const value = (node as unknown as Record<string, Node | (Node | null)[] | null | undefined>)[key];
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child === null || child === undefined) continue;
      if (!isValueNode(child)) continue;
      children.push(child);
    }
  }
  return children;
}

/** Whether a node inside a value position is itself a value, not a type. */
export function isValueNode(node: Node): boolean {
  return !node.type.startsWith('TS') || valuesInTypeScript.has(node.type);
}

/** The parameters that a caller fills: TypeScript's `this` is not one. */
export function parametersOf(node: FunctionNode): Node[] {
  return (node.params as readonly Node[]).filter((param) => !(param.type === 'Identifier' && param.name === 'this'));
}

export function isFunctionNode(node: Node): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  );
}

/** `''` for `module.exports`, the name for `exports.name` and `module.exports.name`, undefined for any other target. */
export function commonJsExport(target: Node): string | undefined {
  if (target.type !== 'MemberExpression' || target.computed || target.property.type !== 'Identifier') return undefined;
  const { object, property } = target;
  if (object.type === 'Identifier' && object.name === 'module' && property.name === 'exports') return '';
  const isExports = object.type === 'Identifier' ? object.name === 'exports' : commonJsExport(object) === '';
  return isExports ? property.name : undefined;
}

/** The class whose instance `this` is at `node`, or undefined. */
export function enclosingClass(node: Node): Node | undefined {
  for (let at = node.parent; at !== undefined && at !== null; at = at.parent) {
    if (at.type === 'ClassDeclaration' || at.type === 'ClassExpression') return at;
  }
  return undefined;
}

/** A private name with its `#`, or undefined for any other node. */
export function privateName(node: Node): string | undefined {
  return node.type === 'PrivateIdentifier' ? `#${node.name}` : undefined;
}

/** The function that `node` stands in, or undefined at the top of a module. */
export function enclosingFunction(node: Node): FunctionNode | undefined {
  for (let at = node.parent; at !== undefined && at !== null; at = at.parent) if (isFunctionNode(at)) return at;
  return undefined;
}
