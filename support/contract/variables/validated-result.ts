import type { Node } from 'oxc-parser';
import { calleeName, keyOf, keyOfMember, withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { isEquality, isNothing } from './absent-value.ts';
import { failsWhere } from './failing-branches.ts';
import { guardsOf } from './value-guards.ts';

/** What a part of a validation's result is where the input is not valid. */
type PartOfResult = 'false' | 'an error' | 'nothing';

const parts: Readonly<Record<string, PartOfResult>> = {
  success: 'false',
  valid: 'false',
  error: 'an error',
  errors: 'an error',
  issues: 'an error',
  data: 'nothing',
  output: 'nothing',
  value: 'nothing',
};

/** Whether a call validates without failing, and tells the outcome in its result: `schema.safeParse(input)`. */
export function tellsOutcome(call: Extract<Node, { type: 'CallExpression' }>): boolean {
  return /^(?:safe(?:Parse|Decode)(?:Async)?|spa)$/.test(calleeName(call) ?? '');
}

/** Whether the source fails where the result of a validation says that the input is not valid, or uses what is not there then. */
export function failsIfInvalid(call: Node, scopes: ModuleScopes): boolean {
  const node = withAwait(call);
  const { parent } = node;
  if (parent?.type === 'ExpressionStatement') return false;
  if (parent?.type === 'MemberExpression' && parent.object === node) return isPartNeeded(parent, scopes);
  if (parent?.type !== 'VariableDeclarator') return true;
  if (parent.id.type === 'ObjectPattern') return (parent.id.properties as readonly Node[]).some(ofPattern(scopes));

  const binding = scopes.bindingOf(parent.id);
  if (binding === undefined || binding.exportedAs.length > 0) return true;
  return binding.occurrences
    .filter((each) => each !== parent.id)
    .some((each) => {
      const use = withAwait(each);
      const around = use.parent;
      if (around?.type === 'MemberExpression' && around.object === use) return isPartNeeded(around, scopes);
      // `out instanceof type.errors`
      if (around?.type === 'BinaryExpression' && around.operator === 'instanceof')
        return failsIn(around, (part) => (part === around ? 'an error' : undefined), scopes);
      return !isReachedOnlyIfValid(use, (part) => errorsOf(part, each, scopes)) && !isLogged(around);
    });
}

/** `out instanceof type.errors`, of the same `out`. */
function errorsOf(node: Node, use: Node, scopes: ModuleScopes): PartOfResult | undefined {
  if (node.type !== 'BinaryExpression' || node.operator !== 'instanceof') return undefined;
  return scopes.bindingOf(node.left as Node) === scopes.bindingOf(use) ? 'an error' : undefined;
}

function ofPattern(scopes: ModuleScopes): (property: Node) => boolean {
  return (property) => {
    if (property.type !== 'Property') return true;
    const kind = parts[keyOf(property.key) ?? ''];
    const name = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    const binding = scopes.bindingOf(name as Node);
    if (binding === undefined) return true;
    return binding.occurrences
      .filter((each) => each !== name)
      .some((each) => isUseNeeded(each, kind, (node) => partOfPattern(node, property, scopes), scopes));
  };
}

/** `success`, beside `data` in one pattern. */
function partOfPattern(node: Node, property: Node, scopes: ModuleScopes): PartOfResult | undefined {
  const pattern = property.parent;
  if (node.type !== 'Identifier' || pattern?.type !== 'ObjectPattern') return undefined;
  const own = pattern.properties.find(
    (each) => each.type === 'Property' && scopes.bindingOf(each.value as Node) === scopes.bindingOf(node),
  );
  return own?.type === 'Property' && scopes.bindingOf(node) !== undefined ? parts[keyOf(own.key) ?? ''] : undefined;
}

function isPartNeeded(member: Extract<Node, { type: 'MemberExpression' }>, scopes: ModuleScopes): boolean {
  const object = withoutWrappers(member.object);
  const partOf = (node: Node): PartOfResult | undefined => {
    const key = node.type === 'MemberExpression' ? keyOfMember(node) : undefined;
    if (key === undefined || node.type !== 'MemberExpression') return undefined;
    const other = withoutWrappers(node.object);
    const isSame =
      other === object || (object.type === 'Identifier' && scopes.bindingOf(other) === scopes.bindingOf(object));
    return isSame ? parts[key] : undefined;
  };
  return isUseNeeded(member, parts[keyOfMember(member) ?? ''], partOf, scopes);
}

type PartOf = (node: Node) => PartOfResult | undefined;

function isUseNeeded(node: Node, kind: PartOfResult | undefined, partOf: PartOf, scopes: ModuleScopes): boolean {
  if (isReachedOnlyIfValid(node, partOf)) return false;
  if (kind !== 'nothing') return failsIn(node, partOf, scopes);

  const use = withAwait(node);
  const { parent } = use;
  if (use.parent?.type === 'TSNonNullExpression') return true;
  if (parent?.type === 'MemberExpression' && parent.object === use) return !parent.optional;
  if (parent?.type === 'LogicalExpression' && parent.left === use) return false;
  const isTest = (parent?.type === 'IfStatement' || parent?.type === 'ConditionalExpression') && parent.test === use;
  return isTest || parent?.type === 'UnaryExpression' ? failsIn(node, partOf, scopes) : !isLogged(parent);
}

function failsIn(node: Node, partOf: PartOf, scopes: ModuleScopes): boolean {
  return failsWhere(node, (condition) => outcomeIfInvalid(condition, partOf), scopes);
}

function isReachedOnlyIfValid(node: Node, partOf: PartOf): boolean {
  return guardsOf(node).some(({ test, outcome }) => outcomeIfInvalid(test, partOf) === !outcome);
}

/** What a condition comes to where the input is not valid. What else it asks is taken to leave the decision to the result. */
function outcomeIfInvalid(written: Node, partOf: PartOf): boolean | undefined {
  const node = withoutWrappers(written);
  const part = partOf(node);
  if (part !== undefined) return part === 'an error';
  const of = (each: Node) => outcomeIfInvalid(each, partOf);
  if (node.type === 'UnaryExpression' && node.operator === '!') return negated(of(node.argument));
  if (node.type === 'LogicalExpression') {
    const [left, right] = [of(node.left), of(node.right)];
    if (left === undefined || right === undefined) return left ?? right;
    return node.operator === '&&' ? left && right : left || right;
  }
  if (node.type !== 'BinaryExpression' || !isEquality(node.operator)) return undefined;
  const sides = [node.left as Node, node.right].map(withoutWrappers);
  const own = sides.map(partOf).find((each) => each !== undefined);
  const other = sides.find((each) => partOf(each) === undefined);
  if (own === undefined || other === undefined) return undefined;
  const isEqual = isNothing(other) ? own === 'nothing' : own === 'false' && isLiteral(other, false);
  return isEqual !== node.operator.startsWith('!');
}

function isLiteral(node: Node, value: unknown): boolean {
  return node.type === 'Literal' && node.value === value;
}

function negated(outcome: boolean | undefined): boolean | undefined {
  return outcome === undefined ? undefined : !outcome;
}

function isLogged(parent: Node | null | undefined): boolean {
  if (parent?.type !== 'CallExpression' || parent.callee.type !== 'MemberExpression') return false;
  return parent.callee.object.type === 'Identifier' && parent.callee.object.name === 'console';
}

/** The expression with the type assertions, optional chains and `await` around it; not `!`. */
function withAwait(node: Node): Node {
  const { parent } = node;
  if (!parent || parent.type === 'TSNonNullExpression') return node;
  return withoutWrappers(parent) !== parent ? withAwait(parent) : node;
}
