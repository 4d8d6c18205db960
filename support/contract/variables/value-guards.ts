import type { Node } from 'oxc-parser';
import { withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { type IsValue, mentions, outcomeWithout, type Resolve } from './absent-value.ts';
import { exits } from './failing-branches.ts';
import { outcomeInProduction } from './in-production.ts';

/** A condition around a place, and what it came to where the place is reached. */
export interface Guard {
  test: Node;
  outcome: boolean;
}

/** The conditions that decide whether a place is reached, innermost first: branches that it is in, and early exits before it. */
export function guardsOf(place: Node): Guard[] {
  const guards: Guard[] = [];
  for (let node = place; node.parent; node = node.parent) guards.push(...guardsAt(node, node.parent));
  return guards;
}

/** Whether a place is only reached where the source has asked for the value, and the answer was not that it is absent. */
export function isGuarded(place: Node, isValue: IsValue, resolve: Resolve): boolean {
  return guardsOf(place).some(
    ({ test, outcome }) => mentions(test, isValue, resolve) && outcomeWithout(test, isValue, resolve) !== outcome,
  );
}

/** Whether a place is in a branch that no deployment takes, or in a case of a `switch` over a constant that is another one. */
export function isUnreachable(place: Node, scopes: ModuleScopes): boolean {
  const isDead = guardsOf(place).some(({ test, outcome }) => outcomeInProduction(test, scopes) === !outcome);
  if (isDead) return true;
  for (let node = place; node.parent; node = node.parent)
    if (node.type === 'SwitchCase' && node.parent.type === 'SwitchStatement' && isDeadCase(node, node.parent, scopes))
      return true;
  return false;
}

function guardsAt(node: Node, parent: Node): Guard[] {
  switch (parent.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      if (parent.test === node) return [];
      return [{ test: parent.test, outcome: parent.consequent === node }];
    case 'WhileStatement':
    case 'ForStatement':
      return parent.test && parent.test !== node && parent.body === node ? [{ test: parent.test, outcome: true }] : [];
    case 'LogicalExpression':
      if (parent.left === node || parent.operator === '??') return [];
      return [{ test: parent.left, outcome: parent.operator === '&&' }];
    case 'BlockStatement':
    case 'Program':
      return exitsBefore(node, parent.body as readonly Node[]);
    case 'SwitchCase':
      return exitsBefore(node, parent.consequent);
    default:
      return [];
  }
}

/** `if (!value) return;` before a statement: the statement is only reached where the condition was false. */
function exitsBefore(statement: Node, statements: readonly Node[]): Guard[] {
  return statements.slice(0, Math.max(0, statements.indexOf(statement))).flatMap((before): Guard[] => {
    if (before.type !== 'IfStatement') return [];
    if (exits(before.consequent)) return [{ test: before.test, outcome: false }];
    return before.alternate !== null && exits(before.alternate) ? [{ test: before.test, outcome: true }] : [];
  });
}

function isDeadCase(
  own: Extract<Node, { type: 'SwitchCase' }>,
  { discriminant, cases }: Extract<Node, { type: 'SwitchStatement' }>,
  scopes: ModuleScopes,
): boolean {
  const value = constantOf(discriminant, scopes);
  if (value === undefined) return false;
  const tests = cases.map(({ test }) => (test === null ? undefined : constantOf(test, scopes)));
  const at = cases.indexOf(own);
  const matching = tests.indexOf(value);
  // A case that is not ended goes on into the next one.
  const isFallenInto =
    matching !== -1 && matching < at && !cases.slice(matching, at).some(({ consequent }) => exits(consequent.at(-1)));
  if (matching === at || isFallenInto) return false;
  return own.test === null ? matching !== -1 : tests[at] !== undefined;
}

/** The text or number that an expression is, through the constants of its module. */
function constantOf(written: Node, scopes: ModuleScopes, depth = 0): string | number | undefined {
  const node = withoutWrappers(written);
  if (node.type === 'Literal')
    return typeof node.value === 'string' || typeof node.value === 'number' ? node.value : undefined;
  const declaration = node.type === 'Identifier' && depth < 8 ? scopes.bindingOf(node)?.declaration : undefined;
  if (declaration?.kind !== 'variable') return undefined;
  const { id, init, parent } = declaration.declarator;
  const isConstant = parent?.type === 'VariableDeclaration' && parent.kind === 'const' && id.type === 'Identifier';
  return isConstant && init !== null ? constantOf(init, scopes, depth + 1) : undefined;
}
