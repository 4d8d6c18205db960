import type { Node } from 'oxc-parser';
import { calleeName, keyOf, keyOfMember, literalText, withoutWrappers } from '../syntax/expressions.ts';
import type { Binding, ModuleScopes } from '../syntax/module-names.ts';
import { isFunctionNode, parametersOf } from '../syntax/syntax.ts';
import { isConstant, isEquality, isNothing, isObjectIs } from './absent-value.ts';
import {
  conversionBy,
  failsWhereNamedUndefined,
  isComparedWithText,
  isLookedFor,
  kindOfMethod,
  otherSide,
} from './converted-value.ts';
import { definitionOf, isOptional } from './declared-variables.ts';
import { failsInSwitch, failsWhereTrue, failsWithout, isAssertion, neverReturns } from './failing-branches.ts';
import { meaning } from './meaning.ts';
import { isSameExpression } from './same-expression.ts';
import { failsIfInvalid, tellsOutcome } from './validated-result.ts';
import { isGuarded, isUnreachable } from './value-guards.ts';

/**
 * `used`: a use needs the value. `handed on`: what is left of `value?.trim()`, which is only needed where its absence is a failure.
 * `emptied`: `value ?? ''`, which is only needed where an empty text is a failure. `a text`: `String(value)`, which is the text "undefined" where the
 * value is absent, so that its methods do not fail; used elsewhere than in a comparison, it is needed.
 */
type Mode = 'used' | 'handed on' | 'emptied' | 'a text';

/** Whether a use needs the value that says nothing about its absence. */
function isUse(mode: Mode): boolean {
  return mode === 'used' || mode === 'a text';
}

/**
 * Tells whether the source of a module needs a value that may be absent. It does where it fails without it, or uses it as if it were there: in
 * a text, as an argument, as a property, after `!`. It does not where it has a fallback, where it only asks whether the value is there, or
 * where it has asked before.
 */
export class NeededValues {
  readonly #scopes: ModuleScopes;
  readonly #followed = new Set<Binding>();

  constructor(scopes: ModuleScopes) {
    this.#scopes = scopes;
  }

  /** @param value the expression that may be absent: a read of a variable, or a call that reads one */
  isNeeded(value: Node): boolean {
    return this.#isNeeded(value, 'used');
  }

  /** @param name where a name is declared that is given the value */
  isNeededUnder(name: Node): boolean {
    return this.#isNeededUnder(name, 'used');
  }

  #isNeeded(value: Node, mode: Mode): boolean {
    const isValue = (node: Node) => isSameExpression(value, node, this.#scopes) || asksFor(value, node, this.#scopes);
    if (isUnreachable(value, this.#scopes) || isGuarded(value, isValue, meaning(this.#scopes))) return false;

    const node = outermost(value);
    const { parent } = node;
    if (!parent) return isUse(mode);
    if (mode === 'a text' && failsWhereNamedUndefined(parent, node, this.#scopes)) return true;
    if (mode === 'emptied' && isComparedWithNothing(node, parent)) return failsWhereEmpty(parent, this.#scopes);
    if (isComparedWithText(node, parent, this.#scopes)) return false;
    if (isLookedFor(node, parent) || isShownOnly(node)) return false;
    if (parent.type === 'SwitchStatement' && parent.discriminant === node) return failsInSwitch(parent);
    const conversion = conversionBy(parent, node);
    if (conversion !== undefined)
      return this.#isNeeded(parent, conversion === 'text' && mode === 'used' ? 'a text' : mode);
    if (isAskedAbout(node, parent)) return failsWithout(node, isValue, this.#scopes);
    switch (parent.type) {
      case 'LogicalExpression':
        if (parent.right === node) return this.#isNeeded(parent, mode);
        if (parent.operator === '&&') return failsWithout(node, isValue, this.#scopes);
        return (
          neverReturns(parent.right, this.#scopes) ||
          (isConstant(parent.right) && failsWithout(outermost(parent), isValue, this.#scopes)) ||
          (isEmptyConstant(parent.right) && this.#isNeeded(parent, 'emptied'))
        );
      case 'ConditionalExpression':
        return this.#isNeeded(parent, mode);
      case 'MemberExpression':
      case 'CallExpression':
        return this.#isNeededAround(node, parent, mode);
      case 'AssignmentPattern':
        if (parent.right !== node || parent.left.type !== 'Identifier') return isUse(mode);
        return this.#isNeededUnder(parent.left, mode);
      case 'VariableDeclarator':
        return parent.id.type === 'Identifier' ? this.#isNeededUnder(parent.id, mode) : isUse(mode);
      case 'Property':
        return this.#isNeededInside(node, parent, mode);
      case 'AssignmentExpression':
        if (parent.left === node) return false;
        return parent.left.type === 'Identifier' ? this.#isNeededUnder(parent.left, mode) : isUse(mode);
      default:
        return isUse(mode);
    }
  }

  /** `value.trim()`, `value?.trim()`, `Number(value)`, `connect(value)`. */
  #isNeededAround(
    node: Node,
    parent: Extract<Node, { type: 'MemberExpression' | 'CallExpression' }>,
    mode: Mode,
  ): boolean {
    const isTakenFrom = parent.type === 'MemberExpression' ? parent.object === node : parent.callee === node;
    if (isTakenFrom && mode === 'a text') return this.#isTextNeeded(parent);
    if (isTakenFrom && mode === 'emptied') return this.#isNeeded(parent, mode);
    if (isTakenFrom && !parent.optional) return true;
    if (isTakenFrom) return this.#isNeeded(chainAround(parent), 'handed on');

    // `modes[value]`
    if (parent.type !== 'CallExpression') return isUse(mode) && (isAssigned(parent) || this.#isNeeded(parent, 'used'));
    if (parsesOptional(parent, node, this.#scopes)) return false;
    if (tellsOutcome(parent)) return failsIfInvalid(parent, this.#scopes);
    const parameter = this.#parameterOf(parent, node);
    if (parameter !== undefined) return this.#isNeededUnder(parameter, mode);
    return isUse(mode) || isAssertion(parent, node);
  }

  /** `String(value).trim()`, `String(value).split(',')`, `String(value).startsWith('sk_')`. */
  #isTextNeeded(taken: Extract<Node, { type: 'MemberExpression' | 'CallExpression' }>): boolean {
    if (taken.type === 'CallExpression') return this.#isNeeded(taken, 'a text');
    const kind = kindOfMethod(taken);
    return kind === 'other' || (kind === 'changes' && this.#isNeeded(taken, 'a text'));
  }

  /** `const config = { key: value }`: needed where `config.key` is. An object that goes elsewhere may be read there. */
  #isNeededInside(node: Node, property: Node, mode: Mode): boolean {
    const object = property.parent;
    const declarator = object?.type === 'ObjectExpression' ? outermost(object).parent : undefined;
    const key =
      property.type === 'Property' && property.value === node && !property.computed ? keyOf(property.key) : undefined;
    if (key === undefined || declarator?.type !== 'VariableDeclarator' || !isUse(mode)) return isUse(mode);
    const binding = this.#scopes.bindingOf(declarator.id);
    const uses = binding?.occurrences.filter((each) => each !== declarator.id) ?? [];
    const members = uses.map(({ parent }, index) =>
      parent?.type === 'MemberExpression' && parent.object === uses[index] ? parent : undefined,
    );
    const isWhole = members.some((member) => member === undefined || keyOfMember(member) === undefined);
    const own = members.filter((member) => member !== undefined && keyOfMember(member) === key);
    if (binding === undefined || binding.exportedAs.length > 0 || isWhole || own.length === 0) return true;
    return own.some((member) => member !== undefined && this.#isNeeded(member, mode));
  }

  /** The name that an argument has in a function of the same module. */
  #parameterOf(
    { callee, arguments: given }: Extract<Node, { type: 'CallExpression' }>,
    argument: Node,
  ): Node | undefined {
    const declaration = this.#scopes.bindingOf(callee)?.declaration;
    const init = declaration?.kind === 'variable' ? declaration.declarator.init : withoutWrappers(callee);
    const own = declaration?.kind === 'function' ? declaration.node : init;
    if (!own || !isFunctionNode(own)) return undefined;
    const parameter = parametersOf(own)[(given as Node[]).indexOf(argument)];
    return parameter?.type === 'Identifier' ? parameter : undefined;
  }

  /** Whether the value is needed where the name is used that it is given to. What nothing in the module uses may be used elsewhere. */
  #isNeededUnder(name: Node, mode: Mode): boolean {
    const binding = this.#scopes.bindingOf(name);
    if (binding === undefined || this.#followed.has(binding)) return false;
    const uses = binding.occurrences.filter((each) => each !== name);
    if (uses.some(isFilledIn)) return false;
    if (isUse(mode) && (uses.length === 0 || binding.exportedAs.length > 0)) return true;

    this.#followed.add(binding);
    const isNeeded = uses.some((each) => this.#isNeeded(each, mode));
    this.#followed.delete(binding);
    return isNeeded;
  }
}

/** The expression with the type assertions, `!` and optional chains around it. */
export function outermost(node: Node): Node {
  const { parent } = node;
  return parent && parent.type !== 'AwaitExpression' && withoutWrappers(parent) !== parent ? outermost(parent) : node;
}

/** Whether the node around a value only asks whether it is there. */
function isAskedAbout(node: Node, parent: Node): boolean {
  switch (parent.type) {
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ConditionalExpression':
      return parent.test === node;
    case 'UnaryExpression':
      return parent.operator === '!' || parent.operator === 'typeof';
    case 'BinaryExpression':
      return isEquality(parent.operator) && isNothing(otherSide(parent, node));
    case 'CallExpression':
      return (
        (isObjectIs(parent) && (parent.arguments as Node[]).some(isNothing)) ||
        (/^(?:Boolean|isNaN|isFinite|isInteger|isSafeInteger)$/.test(calleeName(parent) ?? '') &&
          parent.callee !== node)
      );
    default:
      return false;
  }
}

/** `console.log(value)`, also as a part of a text. */
function isShownOnly(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'CallExpression')
    return (
      parent.callee.type === 'MemberExpression' &&
      parent.callee.object.type === 'Identifier' &&
      parent.callee.object.name === 'console' &&
      parent.callee !== node
    );
  const isPart =
    parent?.type === 'TemplateLiteral' ||
    (parent?.type === 'BinaryExpression' && parent.operator === '+') ||
    (parent?.type === 'Property' && parent.value === node) ||
    parent?.type === 'ObjectExpression';
  return isPart && isShownOnly(outermost(parent as Node));
}

/** `'KEY' in process.env`, `Object.hasOwn(process.env, 'KEY')`: a question about `process.env.KEY`. */
function asksFor(value: Node, written: Node, scopes: ModuleScopes): boolean {
  const member = withoutWrappers(value);
  const node = withoutWrappers(written);
  const key = member.type === 'MemberExpression' ? keyOfMember(member) : undefined;
  if (member.type !== 'MemberExpression' || key === undefined) return false;
  if (node.type === 'BinaryExpression')
    return (
      node.operator === 'in' &&
      literalText(node.left as Node) === key &&
      isSameExpression(member.object, node.right, scopes)
    );
  if (node.type !== 'CallExpression' || !/^(?:hasOwn|has)$/.test(calleeName(node) ?? '')) return false;
  const [object, name] = node.arguments as Node[];
  return object !== undefined && literalText(name) === key && isSameExpression(member.object, object, scopes);
}

/** `table[value] = other` */
function isAssigned(member: Node): boolean {
  const { parent } = member;
  return parent?.type === 'UpdateExpression' || (parent?.type === 'AssignmentExpression' && parent.left === member);
}

/** `name ??= 'x'`, `name ||= 'x'`. */
export function isFilledIn(node: Node): boolean {
  const { parent } = node;
  return parent?.type === 'AssignmentExpression' && parent.left === node && /^(?:\?\?|\|\|)=$/.test(parent.operator);
}

/** `''`, `0`, `null`: what a fallback leaves empty. */
function isEmptyConstant(node: Node): boolean {
  const constant = withoutWrappers(node);
  return isNothing(constant) || (constant.type === 'Literal' && !constant.value);
}

/** `value === ''`, `value.length === 0`, of what is empty where the variable is absent. */
function isComparedWithNothing(node: Node, parent: Node): parent is Extract<Node, { type: 'BinaryExpression' }> {
  return parent.type === 'BinaryExpression' && isEquality(parent.operator) && isEmptyConstant(otherSide(parent, node));
}

function failsWhereEmpty(comparison: Extract<Node, { type: 'BinaryExpression' }>, scopes: ModuleScopes): boolean {
  if (comparison.operator.startsWith('!')) return failsWithout(comparison, (each) => each === comparison, scopes);
  return failsWhereTrue(comparison, scopes);
}

/** `z.string().optional().parse(value)`, `v.parse(v.optional(v.string()), value)`. */
function parsesOptional(
  call: Extract<Node, { type: 'CallExpression' }>,
  argument: Node,
  scopes: ModuleScopes,
): boolean {
  if (!/^(?:safe)?parse(?:Async)?$/i.test(keyOfMember(call.callee) ?? calleeName(call) ?? '')) return false;
  const schema = call.callee.type === 'MemberExpression' ? [call.callee.object] : [];
  const others = (call.arguments as Node[]).filter((each) => each !== argument);
  return [...schema, ...others].some((each) => isOptional(definitionOf(each, scopes), scopes));
}

/** The whole of an optional chain of which `node` is a part. */
function chainAround(node: Node): Node {
  let at = node;
  while (at.type !== 'ChainExpression' && at.parent) at = at.parent;
  return at;
}
