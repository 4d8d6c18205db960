import type { Node } from 'oxc-parser';
import type { Binding, Declaration } from './module-names.ts';
import type { Scope } from './name-table.ts';
import { identifiersOf } from './scope-patterns.ts';
import { type ScopeWalk, setParent, visitChild, visitChildren } from './scope-walk.ts';
import { commonJsExport, isValueNode } from './syntax.ts';

/** `import … from`. An imported type is a name too, which may shadow others, but has no value. */
export function visitImport(walk: ScopeWalk, node: Extract<Node, { type: 'ImportDeclaration' }>, scope: Scope): void {
  for (const specifier of node.specifiers) {
    setParent(specifier, node);
    setParent(specifier.local, specifier);
    const isType =
      node.importKind === 'type' || (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type');
    const imported = importedName(specifier);
    const source = node.source.value;
    const declaration: Declaration = isType ? { kind: 'other' } : { kind: 'import', source, imported };
    const binding = walk.names.declare(specifier.local, specifier.local.name, scope, declaration);
    if (!isType) walk.names.import(source, imported, binding);
  }
}

function importedName(specifier: Extract<Node, { type: 'ImportDeclaration' }>['specifiers'][number]): string {
  if (specifier.type === 'ImportSpecifier') return nameOf(specifier.imported);
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
}

/** `import name = require('…')`, and `import Name = Other.Name`, which imports nothing. */
export function visitImportEquals(
  walk: ScopeWalk,
  node: Extract<Node, { type: 'TSImportEqualsDeclaration' }>,
  scope: Scope,
): void {
  const reference = node.moduleReference;
  if (reference.type !== 'TSExternalModuleReference' || node.importKind === 'type') {
    walk.names.declare(node.id, node.id.name, scope, { kind: 'other' });
    return;
  }
  const source = reference.expression.value;
  const declaration: Declaration = { kind: 'import', source, imported: '*' };
  walk.names.import(source, '*', walk.names.declare(node.id, node.id.name, scope, declaration));
}

/** `export * from` and `export * as name from`. */
export function visitExportAll(walk: ScopeWalk, node: Extract<Node, { type: 'ExportAllDeclaration' }>): void {
  if (node.exportKind === 'type') return;
  const exported = node.exported === null ? '*' : nameOf(node.exported);
  walk.names.passOn({ source: node.source.value, imported: '*', exported });
}

/** `export const …`, `export { … }` and `export { … } from`. */
export function visitExport(
  walk: ScopeWalk,
  node: Extract<Node, { type: 'ExportNamedDeclaration' }>,
  scope: Scope,
): void {
  if (node.exportKind === 'type') return;
  if (node.declaration !== null) {
    visitExported(walk, node.declaration as Node, node, scope);
    return;
  }
  for (const specifier of node.specifiers) {
    if (specifier.exportKind === 'type') continue;
    const [local, exported] = [nameOf(specifier.local), nameOf(specifier.exported)];
    if (node.source !== null) walk.names.passOn({ source: node.source.value, imported: local, exported });
    else {
      setParent(specifier, node);
      visitChild(walk, specifier.local, specifier, scope);
      walk.names.exportLocal(exported, specifier.local);
    }
  }
}

function visitExported(walk: ScopeWalk, declaration: Node, node: Node, scope: Scope): void {
  if (!isValueNode(declaration)) return;
  visitChild(walk, declaration, node, scope);
  // A namespace exports to itself, not to the module.
  if (scope.parent !== undefined) return;
  for (const binding of declaredBy(walk, declaration)) walk.names.export(binding.name, binding);
}

function declaredBy(walk: ScopeWalk, node: Node): Binding[] {
  return declaredPatterns(node)
    .flatMap(identifiersOf)
    .map((identifier) => walk.names.declaredAt(identifier))
    .filter((binding) => binding !== undefined);
}

function declaredPatterns(node: Node): Node[] {
  if (node.type === 'VariableDeclaration') return node.declarations.map(({ id }) => id);
  return 'id' in node && node.id !== null ? [node.id as Node] : [];
}

/** `export default` and `export =`. */
export function visitDefaultExport(walk: ScopeWalk, node: Node, exported: Node, scope: Scope): void {
  visitChildren(walk, node, scope);
  const id = 'id' in exported ? (exported.id as Node | null) : null;
  if (exported.type === 'Identifier') walk.names.exportLocal('default', exported);
  const binding = id === null ? undefined : walk.names.declaredAt(id);
  if (binding === undefined) walk.names.exportValue('default', exported);
  else walk.names.export('default', binding);
}

/** An assignment. One to `module.exports` or `exports.name` is an export of CommonJS. */
export function visitAssignment(
  walk: ScopeWalk,
  node: Extract<Node, { type: 'AssignmentExpression' }>,
  scope: Scope,
): void {
  visitChildren(walk, node, scope);
  const name = commonJsExport(node.left);
  if (name !== undefined) walk.names.exportValue(name === '' ? 'default' : name, node.right);
}

function nameOf(node: { type: string; name?: string; value?: unknown }): string {
  return node.name ?? String(node.value);
}
