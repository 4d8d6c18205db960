import type { Node } from 'oxc-parser';
import { calleeName, propertyOf, withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { childrenOf, isFunctionNode } from '../syntax/syntax.ts';
import { type IsValue, isNothing, isObjectIs, outcomeWithout } from './absent-value.ts';
import { outcomeInProduction } from './in-production.ts';

/** Functions that do not return, by their names: `fail()`, `throwMissing()`, `process.exit()`. */
const failing = /^(?:throw|fail|raise|panic|exit|abort)(?=[A-Z_]|$)/;
/** Functions that fail where their first argument is false. */
const asserting = /^(?:assert|invariant)(?=[A-Z_]|$)/;

/** Whether the source fails where a value is absent about which a condition asks at `node`. */
export function failsWithout(node: Node, isValue: IsValue, scopes?: ModuleScopes): boolean {
  return failsWhere(node, (condition) => outcomeWithout(condition, isValue), scopes);
}

/** Whether the source fails in the branch that the condition around `node` takes. @param outcomeOf undefined where it is not decided */
export function failsWhere(
  node: Node,
  outcomeOf: (condition: Node) => boolean | undefined,
  scopes?: ModuleScopes,
): boolean {
  const condition = wholeCondition(node);
  const { parent } = condition;
  const outcome = outcomeOf(condition);
  if (!parent || outcome === undefined) return false;
  if (scopes !== undefined && outcomeInProduction(condition, scopes) === !outcome) return false;
  if (parent.type === 'CallExpression') return isAssertion(parent, condition) && !outcome;
  if (parent.type === 'ConditionalExpression')
    return neverReturns(outcome ? parent.consequent : parent.alternate, scopes);
  if (parent.type === 'SwitchCase')
    return outcome && isCaseOfTrue(parent) && parent.consequent.some((each) => fails(each));
  if (parent.type !== 'IfStatement') return false;

  const branch = outcome ? parent.consequent : parent.alternate;
  if (branch !== null) return fails(branch, scopes);
  const next = nextStatement(parent);
  return next !== undefined && exits(parent.consequent) && fails(next, scopes);
}

/** Whether the source fails where a condition is true that stands alone or among others of an `||`: `if (value === '') throw …`. */
export function failsWhereTrue(node: Node, scopes?: ModuleScopes): boolean {
  const { parent } = node;
  if (!parent) return false;
  if (withoutWrappers(parent) !== parent || (parent.type === 'LogicalExpression' && parent.operator === '||'))
    return failsWhereTrue(parent, scopes);
  if (parent.type === 'ConditionalExpression') return parent.test === node && neverReturns(parent.consequent, scopes);
  return parent.type === 'IfStatement' && parent.test === node && fails(parent.consequent, scopes);
}

/** Whether an expression ends in an error whenever it is evaluated: `fail()`, `(() => { throw … })()`, a function of the module that throws. */
export function neverReturns(written: Node, scopes?: ModuleScopes): boolean {
  const node = withoutWrappers(written);
  if (node.type !== 'CallExpression') return false;
  if (isFailingCall(node)) return /^exit/.test(calleeName(node) ?? '') || !isSurvived(node);
  const callee = withoutWrappers(node.callee);
  const declaration = scopes?.bindingOf(callee)?.declaration;
  const init = declaration?.kind === 'variable' ? declaration.declarator.init : undefined;
  const own = declaration?.kind === 'function' ? declaration.node : (init ?? callee);
  return isFunctionNode(own) && own.body?.type === 'BlockStatement' && own.body.body.some((each) => fails(each));
}

/** Whether a call of this name does not return. */
export function isFailingCall(written: Node): boolean {
  const node = withoutWrappers(written);
  return node.type === 'CallExpression' && failing.test(calleeName(node) ?? '');
}

/** Whether a call fails where the value is absent that it is given first. */
export function isAssertion(call: Extract<Node, { type: 'CallExpression' }>, argument: Node): boolean {
  return asserting.test(calleeName(call) ?? '') && call.arguments[0] === argument;
}

/** Whether a statement ends the function or the loop that it is in. */
export function exits(statement: Node | undefined): boolean {
  if (statement === undefined) return false;
  if (/^(?:Return|Continue|Break|Throw)Statement$/.test(statement.type) || fails(statement)) return true;
  return statement.type === 'BlockStatement' && exits(statement.body.at(-1));
}

export function fails(statement: Node, scopes?: ModuleScopes): boolean {
  if (statement.type === 'ThrowStatement') return !isSurvived(statement);
  if (statement.type === 'ExpressionStatement') return neverReturns(statement.expression, scopes);
  if (statement.type === 'ReturnStatement') return statement.argument !== null && isFailure(statement.argument);
  if (statement.type === 'IfStatement') {
    const isTaken = scopes && outcomeInProduction(statement.test, scopes);
    const branch = isTaken === true ? statement.consequent : statement.alternate;
    return isTaken !== undefined && branch !== null && fails(branch, scopes);
  }
  return statement.type === 'BlockStatement' && statement.body.some((each) => fails(each, scopes));
}

/** Whether an error at a place is caught in the same function, by a `catch` that fails in no way itself. */
function isSurvived(place: Node): boolean {
  for (let node = place; node.parent && !isFunctionNode(node.parent); node = node.parent)
    if (node.parent.type === 'TryStatement' && node.parent.block === node && node.parent.handler)
      if (!mayFail(node.parent.handler.body)) return true;
  return false;
}

function mayFail(node: Node): boolean {
  if (isFunctionNode(node)) return false;
  if (node.type === 'ThrowStatement' || isFailingCall(node)) return true;
  if (node.type === 'ReturnStatement' && node.argument !== null && isFailure(node.argument)) return true;
  return childrenOf(node).some(mayFail);
}

/** `switch (true) { case …: }` */
function isCaseOfTrue({ parent }: Node): boolean {
  const value = parent?.type === 'SwitchStatement' ? parent.discriminant : undefined;
  return value?.type === 'Literal' && value.value === true;
}

/** Whether a `switch` over a value fails where the value is absent: in the case of none of its texts. */
export function failsInSwitch({ cases }: Extract<Node, { type: 'SwitchStatement' }>): boolean {
  const isOfAbsence = (test: Node | null) => test !== null && isNothing(test);
  const own = cases.findIndex(({ test }) => isOfAbsence(test));
  const taken = own === -1 ? cases.findIndex(({ test }) => test === null) : own;
  if (taken === -1) return false;
  // A case without statements of its own goes on into the next one.
  const first = cases.slice(taken).find(({ consequent }) => consequent.length > 0);
  return first?.consequent.some((each) => fails(each)) ?? false;
}

/** `Promise.reject(…)`, and an answer that says that the server failed: `new Response("…", { status: 500 })`. */
function isFailure(written: Node): boolean {
  const node = withoutWrappers(written);
  if (node.type === 'CallExpression' && calleeName(node) === 'reject') return true;
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return false;
  const { callee } = node;
  const isResponse =
    (callee.type === 'Identifier' && callee.name === 'Response') ||
    (callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Response');
  const status = isResponse ? propertyOf(node.arguments[1] as Node | undefined, 'status') : undefined;
  return status?.type === 'Literal' && typeof status.value === 'number' && status.value >= 500;
}

/** The condition of which a question is a part: `isLive && !value` of `value`. */
function wholeCondition(node: Node): Node {
  const { parent } = node;
  if (!parent) return node;
  const isPart =
    withoutWrappers(parent) !== parent ||
    ['UnaryExpression', 'BinaryExpression', 'LogicalExpression'].includes(parent.type) ||
    (parent.type === 'CallExpression' &&
      (isObjectIs(parent) || /^(?:Boolean|isNaN|isFinite|isInteger|isSafeInteger)$/.test(calleeName(parent) ?? ''))) ||
    (parent.type === 'ConditionalExpression' && parent.test !== node);
  return isPart ? wholeCondition(parent) : node;
}

function nextStatement(statement: Node): Node | undefined {
  const { parent } = statement;
  if (parent?.type !== 'BlockStatement' && parent?.type !== 'Program') return undefined;
  const statements = parent.body as readonly Node[];
  return statements[statements.indexOf(statement) + 1];
}
