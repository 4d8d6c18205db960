import { returned, type Token, unwrap, wrap } from './flow-token.ts';

/** Methods of a list that pass each item to a callback. */
export const iterations = new Set(['map', 'forEach', 'flatMap', 'filter', 'find', 'some', 'every', 'findLast']);
/** Methods of a list that return a list of the same items. */
export const rearrangements = new Set(['slice', 'concat', 'toSorted', 'sort', 'reverse', 'toReversed', 'flat', 'at']);
/** Nodes whose value is that of the expression inside. */
export const transparent = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'ChainExpression',
  'AwaitExpression',
]);
/** Nodes that look at a value but do not pass it on. */
export const tests = new Set([
  'IfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'SwitchStatement',
  'SwitchCase',
  'BinaryExpression',
  'UnaryExpression',
  'ExpressionStatement',
]);
/** Calls that return their first argument, or its result, by the name of a callee that is not in the tree. */
export const returnsArgument: Readonly<Record<string, (token: Token) => Token | undefined>> = {
  useMemo: (token) => (token.wraps[0] === returned ? unwrap(token) : undefined),
  useCallback: (token) => token,
  useEffectEvent: (token) => token,
  memo: (token) => token,
  forwardRef: (token) => token,
  cache: (token) => token,
  freeze: (token) => token,
  useRef: (token) => wrap(token, 'current'),
  useState: (token) => wrap(token, '0'),
};
