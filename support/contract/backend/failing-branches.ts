import type { Node } from 'oxc-parser';
import { calleeName, withoutWrappers } from '../syntax/expressions.ts';
import { type IsValue, outcomeWithout } from './absent-value.ts';

/** Functions that do not return, by their names: `fail()`, `throwMissing()`, `process.exit()`. */
const failing = /^(?:throw|fail|raise|panic|exit|abort)(?=[A-Z_]|$)/;
/** Functions that fail where their first argument is false. */
const asserting = /^(?:assert|invariant)(?=[A-Z_]|$)/;

/** Whether the source fails where a value is absent about which a condition asks at `node`. */
export function failsWithout(node: Node, isValue: IsValue): boolean {
  const condition = wholeCondition(node);
  const { parent } = condition;
  const outcome = outcomeWithout(condition, isValue);
  if (!parent || outcome === undefined) return false;
  if (parent.type === 'CallExpression') return isAssertion(parent, condition) && !outcome;
  if (parent.type !== 'IfStatement') return false;

  const branch = outcome ? parent.consequent : parent.alternate;
  if (branch !== null) return fails(branch);
  const next = nextStatement(parent);
  return next !== undefined && exits(parent.consequent) && fails(next);
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
  if (/^(?:Return|Continue|Break)Statement$/.test(statement.type) || fails(statement)) return true;
  return statement.type === 'BlockStatement' && exits(statement.body.at(-1));
}

function fails(statement: Node): boolean {
  if (statement.type === 'ThrowStatement') return true;
  if (statement.type === 'ExpressionStatement') return isFailingCall(statement.expression);
  return statement.type === 'BlockStatement' && statement.body.some(fails);
}

/** The condition of which a question is a part: `isLive && !value` of `value`. */
function wholeCondition(node: Node): Node {
  const { parent } = node;
  if (!parent) return node;
  const isPart =
    withoutWrappers(parent) !== parent ||
    ['UnaryExpression', 'BinaryExpression', 'LogicalExpression'].includes(parent.type) ||
    (parent.type === 'CallExpression' && calleeName(parent) === 'Boolean') ||
    (parent.type === 'ConditionalExpression' && parent.test !== node);
  return isPart ? wholeCondition(parent) : node;
}

function nextStatement(statement: Node): Node | undefined {
  const { parent } = statement;
  if (parent?.type !== 'BlockStatement' && parent?.type !== 'Program') return undefined;
  const statements = parent.body as readonly Node[];
  return statements[statements.indexOf(statement) + 1];
}
