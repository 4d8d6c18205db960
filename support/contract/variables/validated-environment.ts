import type { Node } from 'oxc-parser';
import { calleeName, keyOf, literalText, propertyOf, withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { isFunctionNode } from '../syntax/syntax.ts';
import { type DeclaredVariable, declaredKeys, definitionOf } from './declared-variables.ts';
import { fails, failsWithout } from './failing-branches.ts';
import { failsIfInvalid, tellsOutcome } from './validated-result.ts';

type Call = Extract<Node, { type: 'CallExpression' }>;

/** A call that validates variables, and its schemas. */
interface Validation {
  call: Call;
  keys: ReadonlyMap<string, boolean>;
}

/** The variables that a schema declares, where a call passes it the whole environment: `z.object({ KEY: z.string() }).parse(process.env)`. */
export function validatedVariables(environment: Node, scopes: ModuleScopes): DeclaredVariable[] {
  const found = validationAround(environment, scopes);
  if (found === undefined) return [];
  const isTolerant = !failsWithoutThem(found.call, scopes);
  return [...found.keys]
    .filter(([name]) => /^[A-Z][A-Z0-9_]*$/.test(name))
    .map(([name, isOptional]) => ({ name, isOptional: isOptional || isTolerant }));
}

/**
 * Whether one variable may be absent that a call passes to a schema under a key: `schema.parse({ port: process.env.PORT })`,
 * `createEnv({ server: { KEY: z.string() }, runtimeEnv: { KEY: process.env.KEY } })`. Undefined where nothing validates it.
 */
export function mayBeAbsentFromValidation(member: Node, scopes: ModuleScopes): boolean | undefined {
  const { parent } = member;
  if (parent?.type !== 'Property' || parent.value !== member || parent.parent?.type !== 'ObjectExpression')
    return undefined;
  const key = parent.computed ? literalText(parent.key) : keyOf(parent.key);
  const found = validationAround(parent.parent, scopes);
  const isOptional = key === undefined ? undefined : found?.keys.get(key);
  if (found === undefined || isOptional === undefined) return undefined;
  return isOptional || !failsWithoutThem(found.call, scopes);
}

/** The variables of `createEnv({ server: { … } })` that its `experimental__runtimeEnv` leaves to the environment. */
export function variablesOfCreateEnv(call: Call, scopes: ModuleScopes): DeclaredVariable[] {
  const [options] = call.arguments as Node[];
  if (calleeName(call) !== 'createEnv' || propertyOf(options, 'experimental__runtimeEnv') === undefined) return [];
  const server = propertyOf(options, 'server');
  if (server === undefined || isSkipped(options)) return [];
  return [...declaredKeys(server, scopes)].map(([name, isOptional]) => ({ name, isOptional }));
}

function validationAround(input: Node, scopes: ModuleScopes): Validation | undefined {
  let argument = outer(input);
  while (argument.parent?.type === 'Property' || argument.parent?.type === 'ObjectExpression' || isSpread(argument))
    argument = outer(argument.parent as Node);
  const call = argument.parent;
  if (call?.type !== 'CallExpression' || call.callee === argument) return undefined;

  const keys = new Map(schemasOf(call, argument, scopes).flatMap((each) => [...declaredKeys(each, scopes)]));
  if (keys.size === 0) return undefined;
  if (isSkipped(argument)) for (const name of keys.keys()) keys.set(name, true);
  return { call, keys };
}

/** The expressions around a call that may be its schema: its other arguments, what it is a method of, what it calls. */
function schemasOf(call: Call, argument: Node, scopes: ModuleScopes): Node[] {
  if (calleeName(call) === 'createEnv')
    return ['server', 'client', 'shared']
      .map((name) => propertyOf(argument, name))
      .filter((each) => each !== undefined);
  const others = (call.arguments as Node[]).filter((each) => each !== argument);
  const callee = withoutWrappers(call.callee);
  if (callee.type === 'MemberExpression') return [...others, callee.object];
  if (callee.type === 'CallExpression') return [...others, ...(callee.arguments as Node[])];
  // `const Env = type({ KEY: 'string' }); Env(process.env)`
  const called = definitionOf(callee, scopes);
  return called === callee || isFunctionNode(called) ? others : [...others, called];
}

function failsWithoutThem(call: Call, scopes: ModuleScopes): boolean {
  const name = calleeName(call) ?? '';
  if (/^(?:is|check|isValid(?:Sync)?)$/i.test(name)) return failsWithout(call, (node) => node === call, scopes);
  if (/^decodeUnknown(?:Either|Option)$/.test(calledFirst(call))) return false;
  const isType = call.callee.type === 'Identifier' && definitionOf(call.callee, scopes) !== call.callee;
  if (tellsOutcome(call) || isType || isJoi(call)) return failsIfInvalid(call, scopes);
  return !isCaught(call);
}

/** `const { error } = schema.validate(process.env)`: Joi tells, where yup fails. */
function isJoi({ callee, parent }: Call): boolean {
  const isValidate = callee.type === 'MemberExpression' && keyOf(callee.property) === 'validate';
  return isValidate && parent?.type === 'VariableDeclarator';
}

function calledFirst({ callee }: Call): string {
  const curried = withoutWrappers(callee);
  return curried.type === 'CallExpression' ? (calleeName(curried) ?? '') : '';
}

/** Whether a failure ends in a `catch` that goes on. */
function isCaught(node: Node): boolean {
  for (let at = node; at.parent && !isFunctionNode(at); at = at.parent)
    if (at.parent.type === 'TryStatement' && at.parent.block === at && at.parent.handler)
      return !fails(at.parent.handler.body);
  return false;
}

function isSkipped(options: Node | undefined): boolean {
  const skipped = propertyOf(options, 'skipValidation');
  return skipped?.type === 'Literal' && skipped.value === true;
}

function isSpread(node: Node): boolean {
  return node.parent?.type === 'SpreadElement';
}

function outer(node: Node): Node {
  const { parent } = node;
  return parent && parent.type !== 'AwaitExpression' && withoutWrappers(parent) !== parent ? outer(parent) : node;
}
