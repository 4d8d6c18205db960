import type { Node } from 'oxc-parser';
import type { SourceModule } from '../source/source-module.ts';
import type { SourceModules } from '../source/source-modules.ts';
import { Definitions, mostSteps, type Place } from './definitions.ts';
import { calleeName } from './expressions.ts';
import { type FunctionNode, isFunctionNode } from './syntax.ts';

export type { Place } from './definitions.ts';

const mostStrings = 64;
/** Calls that return a function as it is: React's and those of state libraries. */
const functionIdentities = new Set([
  'useCallback',
  'memo',
  'forwardRef',
  'cache',
  'observer',
  'useEffectEvent',
  'useEvent',
]);

/** A function of the tree, and its module. */
interface FunctionPlace {
  module: SourceModule;
  node: FunctionNode;
}

/** Answers what an expression is, as far as the source alone says it. */
export class StaticValues {
  readonly #definitions: Definitions;

  constructor(modules: SourceModules) {
    this.#definitions = new Definitions(modules, (place, depth) => this.#strings(place, depth));
  }

  /** Every string that the expression may be, or undefined where only a run would tell. */
  stringsOf(place: Place): readonly string[] | undefined {
    return this.#strings(place, 0);
  }

  /** The functions that the expression may be; empty when it is not known or defined outside of the tree. */
  functionsOf(place: Place): readonly FunctionPlace[] {
    return this.#functions(place, 0);
  }

  /** The expression that a constant or an import stands for, or undefined. */
  definitionOf(place: Place): Place | undefined {
    return this.#definitions.of(place);
  }

  #strings(place: Place, depth: number): readonly string[] | undefined {
    const at = this.#definitions.resolved(place, depth);
    if (at === undefined || depth > mostSteps) return undefined;
    const { module, node } = at;
    const of = (child: Node) => this.#strings({ module, node: child }, depth + 1);
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'string' || typeof node.value === 'number' ? [String(node.value)] : undefined;
      case 'TemplateLiteral':
        return node.expressions.reduce<readonly string[] | undefined>(
          (texts, expression, index) =>
            joined(joined(texts, of(expression)), [node.quasis[index + 1]?.value.cooked ?? '']),
          [node.quasis[0]?.value.cooked ?? ''],
        );
      case 'BinaryExpression':
        return node.operator === '+' ? joined(of(node.left as Node), of(node.right)) : undefined;
      case 'ConditionalExpression':
        return both(of(node.consequent), of(node.alternate));
      case 'LogicalExpression':
        return node.operator === '&&' ? undefined : both(of(node.left), of(node.right));
      default:
        return undefined;
    }
  }

  #functions(place: Place, depth: number): FunctionPlace[] {
    const at = this.#definitions.resolved(place, depth);
    if (at === undefined || depth > mostSteps) return [];
    const { module, node } = at;
    const of = (child: Node) => this.#functions({ module, node: child }, depth + 1);
    if (isFunctionNode(node)) return [{ module, node }];
    switch (node.type) {
      case 'ConditionalExpression':
        return [...of(node.consequent), ...of(node.alternate)];
      case 'LogicalExpression':
        return [...of(node.left), ...of(node.right)];
      case 'CallExpression': {
        const [inner] = functionIdentities.has(calleeName(node) ?? '') ? node.arguments : [];
        return inner === undefined || inner.type === 'SpreadElement' ? [] : of(inner);
      }
      case 'ClassDeclaration':
      case 'ClassExpression': {
        const own = constructorOf(node);
        return own === undefined ? [] : [{ module, node: own }];
      }
      default:
        return [];
    }
  }
}

function constructorOf(
  node: Extract<Node, { type: 'ClassDeclaration' | 'ClassExpression' }>,
): FunctionNode | undefined {
  const method = node.body.body.find((member) => member.type === 'MethodDefinition' && member.kind === 'constructor');
  const value = method?.type === 'MethodDefinition' ? (method.value as Node) : undefined;
  return value !== undefined && isFunctionNode(value) ? value : undefined;
}

function joined(before: readonly string[] | undefined, after: readonly string[] | undefined) {
  if (before === undefined || after === undefined || before.length * after.length > mostStrings) return undefined;
  return before.flatMap((head) => after.map((tail) => head + tail));
}

function both(one: readonly string[] | undefined, other: readonly string[] | undefined) {
  return one === undefined || other === undefined ? undefined : [...new Set([...one, ...other])];
}
