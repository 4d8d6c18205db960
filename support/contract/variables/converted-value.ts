import type { Node } from 'oxc-parser';
import { calleeName, keyOfMember, literalText, withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { isConstant, isEquality, isNothing, isObjectIs } from './absent-value.ts';
import { definitionOf } from './declared-variables.ts';
import { failsWhereTrue } from './failing-branches.ts';

/** Calls that leave a value absent, or `NaN`, where it is absent. */
const keeping = new Set(['Number', 'parseInt', 'parseFloat', 'stringify']);
/** Methods of a text that only ask something about it. */
const questions = /^(?:startsWith|endsWith|includes|match|search|indexOf|lastIndexOf|localeCompare|length)$/;
/** Methods of a text, or of its parts, that return a text or its parts. */
const changes =
  /^(?:trim(?:Start|End)?|to(?:Locale)?(?:Lower|Upper)Case|toString|valueOf|normalize|slice|substring|substr|replace|replaceAll|concat|split|at|charAt|padStart|padEnd)$/;

/**
 * What an expression around a value turns it into: `number` where that is `NaN` without the value, `text` where it is the text "undefined";
 * undefined where it does not convert it.
 */
export function conversionBy(parent: Node, node: Node): 'number' | 'text' | undefined {
  switch (parent.type) {
    case 'CallExpression': {
      if (parent.arguments[0] !== node) return undefined;
      const name = calleeName(parent) ?? '';
      if (keeping.has(name)) return 'number';
      return name === 'String' ? 'text' : undefined;
    }
    case 'TemplateLiteral':
      return parent.parent?.type === 'TaggedTemplateExpression' ? undefined : 'text';
    case 'BinaryExpression':
      return parent.operator === '+' ? 'text' : undefined;
    case 'UnaryExpression':
      return parent.operator === '+' ? 'number' : undefined;
    default:
      return undefined;
  }
}

/** What a method does with the text that it is called on: `String(value).trim()` changes it, `String(value).startsWith('sk_')` asks about it. */
export function kindOfMethod(member: Extract<Node, { type: 'MemberExpression' }>): 'asks' | 'changes' | 'other' {
  const name = keyOfMember(member) ?? '';
  if (questions.test(name)) return 'asks';
  return changes.test(name) || (member.computed && literalText(member.property) === undefined) ? 'changes' : 'other';
}

/** `String(value) === 'undefined'` and then a failure: the only comparison of such a text that asks for absence. */
export function failsWhereNamedUndefined(comparison: Node, node: Node, scopes: ModuleScopes): boolean {
  if (comparison.type !== 'BinaryExpression' || !/^===?$/.test(comparison.operator)) return false;
  return literalText(otherSide(comparison, node)) === 'undefined' && failsWhereTrue(comparison, scopes);
}

/** `value === 'true'`, `value > 3`, `Object.is(value, 'true')`: what happens to absence, happens to other values too. */
export function isComparedWithText(node: Node, parent: Node, scopes: ModuleScopes): boolean {
  if (parent.type === 'CallExpression')
    return isObjectIs(parent) && (parent.arguments as Node[]).some((each) => each !== node && isText(each, scopes));
  if (parent.type !== 'BinaryExpression') return false;
  const isComparison = isEquality(parent.operator) || /^[<>]=?$/.test(parent.operator);
  return isComparison && isText(otherSide(parent, node), scopes);
}

export function otherSide({ left, right }: Extract<Node, { type: 'BinaryExpression' }>, node: Node): Node {
  return left === node ? right : (left as Node);
}

/** `['1', 'true'].includes(value)`, `/^on$/.test(value)`, `value in modes`: compared with texts. `[value, other].filter(Boolean)`: left out if absent. */
export function isLookedFor(node: Node, parent: Node): boolean {
  if (parent.type === 'BinaryExpression') return parent.operator === 'in' && parent.left === node;
  if (parent.type === 'CallExpression' && parent.callee !== node)
    return (
      /^(?:includes|has|indexOf|lastIndexOf|test|exec)$/.test(keyOfMember(parent.callee) ?? '') &&
      parent.arguments.length === 1
    );
  if (parent.type !== 'ArrayExpression') return false;
  const around = parent.parent && withoutWrappers(parent.parent) === parent ? parent.parent : parent;
  const member = around.parent;
  return member?.type === 'MemberExpression' && keyOfMember(member) === 'filter';
}

/** A constant that is not absent itself, or an item of a list of them: `['1', 'true'].some((each) => each === value)`. */
function isText(written: Node, scopes: ModuleScopes): boolean {
  const node = withoutWrappers(written);
  if (isConstant(node)) return !isNothing(node);
  const declaration = node.type === 'Identifier' ? scopes.bindingOf(node)?.declaration : undefined;
  if (declaration?.kind === 'variable')
    return isConstantText(definitionOf(node, scopes), declaration.declarator.parent);
  if (declaration?.kind !== 'parameter' || declaration.index !== 0) return false;
  const call = (declaration.of as Node).parent;
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false;
  const list = withoutWrappers(definitionOf(withoutWrappers(call.callee.object), scopes));
  const isAsked = /^(?:some|every|find|findIndex|filter)$/.test(calleeName(call) ?? '');
  return (
    isAsked &&
    list.type === 'ArrayExpression' &&
    list.elements.every((each) => each !== null && isConstant(each) && !isNothing(each))
  );
}

function isConstantText(definition: Node, declared: Node | null | undefined): boolean {
  const node = withoutWrappers(definition);
  const isConst = declared?.type === 'VariableDeclaration' && declared.kind === 'const';
  return isConst && isConstant(node) && !isNothing(node);
}

/** Whether a function returns an answer about a value in place of the value: `return String(value) === 'true'`, `(name) => !!process.env[name]`. */
export function isAnswerAbout(value: Node, scopes: ModuleScopes): boolean {
  for (let node = value; node.parent; node = node.parent) {
    const { parent } = node;
    if (isComparedWithText(node, parent, scopes) || isLookedFor(node, parent)) return true;
    if (parent.type === 'UnaryExpression' && parent.operator === '!') return isReturned(parent);
    if (parent.type === 'CallExpression' && calleeName(parent) === 'Boolean') return isReturned(parent);
    if (!isPassedOn(node, parent)) return false;
  }
  return false;
}

function isReturned(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'UnaryExpression' && parent.operator === '!') return isReturned(parent);
  return parent?.type === 'ReturnStatement' || parent?.type === 'ArrowFunctionExpression';
}

/** Whether the expression around a value has the value in another form: `String(value)`, `value?.trim()`, `value ?? ''`. */
function isPassedOn(node: Node, parent: Node): boolean {
  if (withoutWrappers(parent) !== parent || conversionBy(parent, node) !== undefined) return true;
  if (parent.type === 'MemberExpression') return parent.object === node;
  if (parent.type === 'CallExpression') return parent.callee === node;
  return parent.type === 'LogicalExpression' && parent.left === node && isConstant(parent.right);
}
