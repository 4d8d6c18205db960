import { returned, type Token, unwrap, wrap } from './flow-token.ts';

/** Methods of a list that hand each item to a callback. */
export const iterations = new Set(['map', 'forEach', 'flatMap', 'filter', 'find', 'some', 'every', 'findLast']);
/** Methods of a list that give a list of the same items. */
export const rearrangements = new Set(['slice', 'concat', 'toSorted', 'sort', 'reverse', 'toReversed', 'flat', 'at']);
/** Nodes that are the value inside of them. */
export const transparent = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'ChainExpression',
  'AwaitExpression',
]);
/** Places where a value is looked at but not handed on. */
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
/** Calls that give back their first argument, or what it gives, by name where the callee is not in the tree. */
export const givesBack: Readonly<Record<string, (token: Token) => Token | undefined>> = {
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
