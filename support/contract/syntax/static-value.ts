import type { Node } from 'oxc-parser';
import type { SourceModule } from '../source/source-module.ts';
import type { SourceModules } from '../source/source-modules.ts';
import type { Binding } from './module-scopes.ts';
import { type FunctionNode, isFunctionNode } from './syntax.ts';

/** A node and the module it stands in. */
export interface Place {
  module: SourceModule;
  node: Node;
}

/** Answers what an expression is, as far as the source alone says it. */
export interface StaticValues {
  /** Every string that the expression may be, or undefined where only a run would tell. */
  stringsOf(place: Place): readonly string[] | undefined;
  /** The functions that the expression may be; empty when it is not known or defined outside of the tree. */
  functionsOf(place: Place): readonly { module: SourceModule; node: FunctionNode }[];
  /** The expression that a constant or an import stands for, or undefined. */
  definitionOf(place: Place): Place | undefined;
}

const longest = 24;
const mostStrings = 64;
/** Calls that give a function back as it is: React's and those of state libraries. */
const functionIdentities = new Set([
  'useCallback',
  'memo',
  'forwardRef',
  'cache',
  'observer',
  'useEffectEvent',
  'useEvent',
]);

export function createStaticValues(modules: SourceModules): StaticValues {
  const exported = (path: string, name: string, depth: number): Place | undefined => {
    const module = modules.load(path);
    if (module === undefined || depth > longest) return undefined;
    const own = module.scopes.exports.get(name);
    if (own !== undefined) return 'occurrences' in own ? bindingPlace(module, own, depth) : { module, node: own };
    for (const passed of module.scopes.passedOn) {
      if (passed.exported !== name && passed.exported !== '*') continue;
      const target = module.target(passed.source);
      if (target.to !== 'files') continue;
      for (const file of target.files) {
        const found = exported(file, passed.exported === '*' ? name : passed.imported, depth + 1);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  };

  const bindingPlace = (module: SourceModule, binding: Binding, depth: number): Place | undefined => {
    const { declaration } = binding;
    if (declaration.kind === 'function' || declaration.kind === 'class' || declaration.kind === 'enum') {
      return { module, node: declaration.node };
    }
    if (declaration.kind === 'import') return imported(module, declaration.source, declaration.imported, depth);
    if (declaration.kind !== 'variable' || binding.occurrences.some(isWritten)) return undefined;
    const { id, init } = declaration.declarator;
    if (init === null) return undefined;
    if (id.type === 'Identifier') return { module, node: init };
    // One level of destructuring: `const { useSites } = hooks`.
    if (id.type !== 'ObjectPattern') return undefined;
    const key = id.properties.find(
      (property) => property.type === 'Property' && module.scopes.bindingOf(property.value as Node) === binding,
    );
    if (key?.type !== 'Property' || key.computed || key.key.type !== 'Identifier') return undefined;
    return memberOf({ module, node: init }, key.key.name, depth + 1);
  };

  const imported = (module: SourceModule, source: string, name: string, depth: number): Place | undefined => {
    const target = module.target(source);
    if (target.to !== 'files' || name === '*') return undefined;
    for (const file of target.files) {
      const found = exported(file, name, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const memberOf = (object: Place, name: string, depth: number): Place | undefined => {
    if (object.node.type === 'Identifier') {
      const declaration = object.module.scopes.bindingOf(object.node)?.declaration;
      if (declaration?.kind === 'import' && declaration.imported === '*') {
        return imported(object.module, declaration.source, name, depth + 1);
      }
    }
    const at = resolved(object, depth + 1);
    if (at?.node.type === 'ObjectExpression') {
      const property = at.node.properties.findLast(
        (candidate) => candidate.type === 'Property' && !candidate.computed && keyOf(candidate.key) === name,
      );
      return property?.type === 'Property' ? { module: at.module, node: property.value as Node } : undefined;
    }
    if (at?.node.type === 'TSEnumDeclaration') {
      const member = at.node.body.members.find((candidate) => keyOf(candidate.id) === name);
      return member?.initializer == null ? undefined : { module: at.module, node: member.initializer };
    }
    return undefined;
  };

  const definitionOf = ({ module, node }: Place, depth = 0): Place | undefined => {
    if (depth > longest) return undefined;
    if (node.type === 'Identifier' || node.type === 'JSXIdentifier') {
      const binding = module.scopes.bindingOf(node);
      return binding === undefined ? undefined : bindingPlace(module, binding, depth + 1);
    }
    if (node.type === 'MemberExpression') {
      const names = node.computed
        ? stringsOf({ module, node: node.property }, depth + 1)
        : [keyOf(node.property) ?? ''];
      return names?.length === 1 ? memberOf({ module, node: node.object }, names[0] ?? '', depth + 1) : undefined;
    }
    return undefined;
  };

  /** Follows constants and imports to the expression that says something. */
  const resolved = (place: Place, depth: number): Place | undefined => {
    const node = withoutWrappers(place.node);
    const next = depth > longest ? undefined : definitionOf({ module: place.module, node }, depth + 1);
    if (next !== undefined) return resolved(next, depth + 1);
    return node.type === 'Identifier' || node.type === 'JSXIdentifier' ? undefined : { module: place.module, node };
  };

  const stringsOf = (place: Place, depth = 0): readonly string[] | undefined => {
    const at = resolved(place, depth);
    if (at === undefined || depth > longest) return undefined;
    const { module, node } = at;
    const of = (child: Node) => stringsOf({ module, node: child }, depth + 1);
    if (node.type === 'Literal') {
      return typeof node.value === 'string' || typeof node.value === 'number' ? [String(node.value)] : undefined;
    }
    if (node.type === 'TemplateLiteral') {
      let texts: readonly string[] | undefined = [node.quasis[0]?.value.cooked ?? ''];
      node.expressions.forEach((expression, index) => {
        const after = node.quasis[index + 1]?.value.cooked ?? '';
        texts = joined(joined(texts, of(expression)), [after]);
      });
      return texts;
    }
    if (node.type === 'BinaryExpression' && node.operator === '+') return joined(of(node.left as Node), of(node.right));
    if (node.type === 'ConditionalExpression') return both(of(node.consequent), of(node.alternate));
    if (node.type === 'LogicalExpression' && node.operator !== '&&') return both(of(node.left), of(node.right));
    return undefined;
  };

  const functionsOf = (place: Place, depth = 0): { module: SourceModule; node: FunctionNode }[] => {
    const at = resolved(place, depth);
    if (at === undefined || depth > longest) return [];
    const { module, node } = at;
    const of = (child: Node) => functionsOf({ module, node: child }, depth + 1);
    if (isFunctionNode(node)) return [{ module, node }];
    if (node.type === 'ConditionalExpression') return [...of(node.consequent), ...of(node.alternate)];
    if (node.type === 'LogicalExpression') return [...of(node.left), ...of(node.right)];
    if (node.type === 'CallExpression' && functionIdentities.has(calleeName(node) ?? '')) {
      const inner = node.arguments[0];
      return inner === undefined || inner.type === 'SpreadElement' ? [] : of(inner);
    }
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
      const method = node.body.body.find(
        (member) => member.type === 'MethodDefinition' && member.kind === 'constructor',
      );
      const value = method?.type === 'MethodDefinition' ? (method.value as Node) : undefined;
      return value !== undefined && isFunctionNode(value) ? [{ module, node: value }] : [];
    }
    return [];
  };

  return { stringsOf, functionsOf, definitionOf };
}

/** The last name of what a call calls: `memo` in `React.memo(…)`. */
export function calleeName(call: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>): string | undefined {
  const callee = withoutWrappers(call.callee);
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' && !callee.computed ? keyOf(callee.property) : undefined;
}

/** A property's name where the source says it without computing. */
export function keyOf(node: Node): string | undefined {
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return node.name;
  if (node.type === 'PrivateIdentifier') return `#${node.name}`;
  return node.type === 'Literal' ? String(node.value) : undefined;
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

function isWritten(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'AssignmentExpression') return parent.left === node;
  return parent?.type === 'UpdateExpression';
}

function joined(before: readonly string[] | undefined, after: readonly string[] | undefined) {
  if (before === undefined || after === undefined || before.length * after.length > mostStrings) return undefined;
  return before.flatMap((head) => after.map((tail) => head + tail));
}

function both(one: readonly string[] | undefined, other: readonly string[] | undefined) {
  return one === undefined || other === undefined ? undefined : [...new Set([...one, ...other])];
}
