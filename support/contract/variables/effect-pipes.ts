import type { Node } from 'oxc-parser';
import { calleeName, literalText, withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { childrenOf } from '../syntax/syntax.ts';

type Call = Extract<Node, { type: 'CallExpression' }>;

/** What makes a config do without its variable: `.pipe(Config.withDefault('x'))`, `Config.option(…)`. */
const optional =
  /^(?:withDefault|option|orElse|orElseIf|orElseSucceed|either|exit|ignore|optionFromOptional|firstSuccessOf|firstSomeOf|catchAll|catchAllCause|catchTags?|match|matchEffect)$/;
/** What ends in an error again: `Effect.catchAll(() => Effect.fail(…))`. */
const failing = /^(?:fail|failSync|failCause|die|dieMessage|dieSync)$/;
const mostSteps = 40;

/** Whether a config of Effect does without its variable, wherever it is used. */
export function isOptionalConfig(config: Node, scopes: ModuleScopes, steps = 0): boolean {
  for (let node = config; steps < mostSteps; steps += 1) {
    const around = callAround(node);
    if (around === undefined) return isOptionalWhereNamed(node, scopes, steps);
    if (around.applied.some((each) => optional.test(each))) return true;
    node = around.call;
  }
  return false;
}

/** `const key = Config.string('KEY')`, where every use of the name adds a default. */
function isOptionalWhereNamed(node: Node, scopes: ModuleScopes, steps: number): boolean {
  const { parent } = node;
  const binding = parent?.type === 'VariableDeclarator' ? scopes.bindingOf(parent.id) : undefined;
  if (binding === undefined || binding.exportedAs.length > 0 || parent?.type !== 'VariableDeclarator') return false;
  const uses = binding.occurrences.filter((each) => each !== parent.id);
  return uses.length > 0 && uses.every((each) => isOptionalConfig(each, scopes, steps + 1));
}

/** The names that a config is nested in, outermost first; undefined for one that only run time knows. */
export function nestedNames(config: Node, scopes: ModuleScopes): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  let node: Node | undefined = config;
  for (let steps = 0; node !== undefined && steps < mostSteps; steps += 1) {
    const around = callAround(node);
    names.unshift(...(around?.nested ?? []));
    node = around?.call ?? soleUse(node, scopes);
  }
  return names;
}

function soleUse({ parent }: Node, scopes: ModuleScopes): Node | undefined {
  const name = parent?.type === 'VariableDeclarator' ? parent.id : undefined;
  const uses = name ? scopes.bindingOf(name)?.occurrences.filter((each) => each !== name) : undefined;
  return uses?.length === 1 ? uses[0] : undefined;
}

interface Around {
  call: Call;
  /** The functions that the call applies, by their names. */
  applied: readonly string[];
  nested: readonly (string | undefined)[];
}

/** The call that a config is passed through: `config.pipe(…)`, `pipe(config, …)`, `Config.all({ key: config })`, `Config.nested(config, 'DB')`. */
function callAround(config: Node): Around | undefined {
  let node = config;
  for (let next = outside(node); next !== undefined; next = outside(node)) node = next;
  const { parent } = node;
  const isMethod = parent?.type === 'MemberExpression' && parent.object === node;
  const call = isMethod ? parent.parent : parent;
  if (call?.type !== 'CallExpression' || (call.callee === node && !isMethod)) return undefined;
  const name = calleeName(call) ?? '';
  const others = (call.arguments as Node[]).filter((each) => each !== node);
  if (name !== 'pipe')
    return {
      call,
      applied: others.some(endsInError) ? [] : [name],
      nested: name === 'nested' ? others.map(literalText) : [],
    };
  const functions = others.map(withoutWrappers);
  return {
    call,
    applied: functions.filter((each) => !endsInError(each)).map((each) => nameOf(each) ?? ''),
    nested: functions
      .filter((each) => nameOf(each) === 'nested')
      .map((each) => (each.type === 'CallExpression' ? literalText(each.arguments[0] as Node) : undefined))
      .reverse(),
  };
}

/** What a config is a part of, in a list or an object; or the call of `orElse(() => config)`, which is as optional as what it is passed to. */
function outside({ parent }: Node): Node | undefined {
  if (parent && isListing(parent)) return parent;
  return parent?.type === 'ArrowFunctionExpression' && parent.parent?.type === 'CallExpression'
    ? parent.parent
    : undefined;
}

function endsInError(node: Node): boolean {
  if (node.type === 'CallExpression' && failing.test(calleeName(node) ?? '')) return true;
  return childrenOf(node).some(endsInError);
}

function isListing(node: Node): boolean {
  return ['Property', 'ObjectExpression', 'ArrayExpression', 'SpreadElement'].includes(node.type);
}

/** `withDefault` of `Config.withDefault('x')`, `option` of `Config.option`. */
function nameOf(node: Node): string | undefined {
  if (node.type === 'CallExpression') return calleeName(node);
  return node.type === 'MemberExpression' && node.property.type === 'Identifier' ? node.property.name : undefined;
}
