import type { Node } from 'oxc-parser';
import type { ReferenceFlow } from '../flow/reference-flow.ts';
import { canonicalFunctionPath } from '../function-path.ts';
import type { FunctionKind } from '../function-reference.ts';
import { keyOf, propertyOf, withoutWrappers } from '../syntax/expressions.ts';
import type { Place, StaticValues } from '../syntax/static-value.ts';
import { childrenOf, type FunctionNode, parametersOf } from '../syntax/syntax.ts';
import type { ConvexCall } from './convex-calls.ts';

/** What the argument of a Convex call turned out to be, where no followed reference arrives at it. */
export type DemandOutcome =
  | { place: Place; path: string; kind: FunctionKind | undefined }
  | { place: Place; reason: string };

/**
 * Looks at every Convex call from its argument backwards: a string path is a reference, and an argument that no reference arrives at is
 * reported as unresolved, so that a form that the flow does not know cannot pass unnoticed. Arguments of wrapper functions are looked up at
 * the calls of the wrapper.
 */
export function judgeDemands(flow: ReferenceFlow, values: StaticValues): readonly DemandOutcome[] {
  const demands = new Demands(flow, values);
  for (const call of flow.calls) demands.judge(call);
  return demands.outcomes;
}

/** Wrappers of wrappers, or constants of constants: more than any source has. */
const mostDepth = 16;

class Demands {
  readonly outcomes: DemandOutcome[] = [];
  readonly #flow: ReferenceFlow;
  readonly #values: StaticValues;
  readonly #seen = new Set<string>();

  constructor(flow: ReferenceFlow, values: StaticValues) {
    this.#flow = flow;
    this.#values = values;
  }

  judge({ module, node, of }: ConvexCall): void {
    const [argument] = node.arguments as Node[];
    if (argument === undefined) return;
    const asked = of.role === 'requests' ? requestedQueries({ module, node: argument }, this.#values) : [argument];
    for (const each of asked) this.#demand({ module, node: each }, of.kind, 0);
  }

  #demand({ module, node: written }: Place, kind: FunctionKind | undefined, depth: number): void {
    const node = withoutWrappers(written);
    const at: Place = { module, node };
    if (this.#isSeen(at, kind)) return;

    const parameter = depth < mostDepth ? parameterOf(at) : undefined;
    if (parameter !== undefined) this.#demandFromCallers(at, parameter, kind, depth);
    else if (!this.#flow.isReached(node) && !this.#flow.isReached(written) && !isNothing(node))
      this.#demandExpression(at, kind, depth);
  }

  #isSeen({ module, node }: Place, kind: FunctionKind | undefined): boolean {
    const key = `${module.path}:${node.start}:${node.end}:${kind}`;
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }

  /** An expression that no reference arrives at: one of several, a path, an object with a `query`, or what a constant stands for. */
  #demandExpression(at: Place, kind: FunctionKind | undefined, depth: number): void {
    const { module, node } = at;
    const branches = branchesOf(node);
    if (branches !== undefined) {
      for (const branch of branches) this.#demand({ module, node: branch }, kind, depth);
      return;
    }

    const paths = this.#values.stringsOf(at);
    if (paths !== undefined) {
      this.#addPaths(at, paths, kind);
      return;
    }

    const query = propertyOf(node, 'query');
    const definition = depth < mostDepth ? this.#values.definitionOf(at) : undefined;
    if (query !== undefined) this.#demand({ module, node: query }, kind, depth);
    else if (definition !== undefined) this.#demand(definition, kind, depth + 1);
    else this.outcomes.push({ place: at, reason: reasonOf(at) });
  }

  /** `skip` is what Convex's hooks take for a query that is not to be asked. */
  #addPaths(place: Place, paths: readonly string[], kind: FunctionKind | undefined): void {
    for (const path of paths)
      if (path !== 'skip') this.outcomes.push({ place, path: canonicalFunctionPath(path), kind });
  }

  #demandFromCallers(at: Place, parameter: Parameter, kind: FunctionKind | undefined, depth: number): void {
    const { calls, isHandedOn } = this.#flow.callsOf(at.module, parameter.of);
    for (const { module, node } of calls) {
      const argument: Node | undefined = node.arguments[parameter.index];
      if (argument === undefined) continue;
      const { property } = parameter;
      const given = property === undefined ? argument : propertyOf(withoutWrappers(argument), property);
      if (given !== undefined) this.#demand({ module, node: given }, kind, depth + 1);
      else if (!this.#flow.isReached(argument))
        this.outcomes.push({ place: { module, node: argument }, reason: reasonOf(at) });
    }

    // A function without calls is dead code, unless something out of sight calls it.
    if (isHandedOn && !this.#flow.isReached(at.node))
      this.outcomes.push({ place: at, reason: 'its callers cannot be seen' });
  }
}

interface Parameter {
  of: FunctionNode;
  index: number;
  /** The property that is taken from the argument, where the parameter is destructured. */
  property?: string;
}

/** The parameter that a name is, with its property where it is `{ query }` or `{ query: name }`. */
function parameterOf({ module, node }: Place): Parameter | undefined {
  const binding = node.type === 'Identifier' ? module.scopes.bindingOf(node) : undefined;
  if (binding?.declaration.kind !== 'parameter') return undefined;
  const { of, index } = binding.declaration;
  const parameter = parametersOf(of)[index];
  const pattern = parameter?.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (pattern?.type === 'Identifier') return { of, index };
  if (pattern?.type !== 'ObjectPattern') return undefined;

  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.computed) continue;
    const value = property.value as Node;
    const target = value.type === 'AssignmentPattern' ? value.left : value;
    const name = keyOf(property.key);
    if (name !== undefined && module.scopes.bindingOf(target) === binding) return { of, index, property: name };
  }
  return undefined;
}

/** The queries of `{ name: { query, args } }`, in the argument or in what it stands for. Requests that are built elsewhere name their references there. */
function requestedQueries({ module, node }: Place, values: StaticValues): Node[] {
  const written = queriesIn(node);
  const definition = written.length === 0 ? values.definitionOf({ module, node: withoutWrappers(node) }) : undefined;
  return definition?.module === module ? queriesIn(definition.node) : written;
}

/** The `query` of every object in an expression that has one. */
function queriesIn(node: Node): Node[] {
  const query = propertyOf(node, 'query');
  return query === undefined ? childrenOf(node).flatMap(queriesIn) : [query];
}

function branchesOf(node: Node): Node[] | undefined {
  if (node.type === 'ConditionalExpression') return [node.consequent, node.alternate];
  if (node.type === 'LogicalExpression') return node.operator === '&&' ? [node.right] : [node.left, node.right];
  return node.type === 'SequenceExpression' ? node.expressions.slice(-1) : undefined;
}

function isNothing(node: Node): boolean {
  if (node.type === 'Literal') return node.value === null || node.value === false;
  return node.type === 'Identifier' && node.name === 'undefined';
}

function reasonOf({ module, node }: Place): string {
  const root = rootOf(node);
  const declaration = root === undefined ? undefined : module.scopes.bindingOf(root)?.declaration;
  if (declaration?.kind === 'import' && module.target(declaration.source).to === 'outside')
    return `it comes from ${declaration.source}, which is not in the tree`;
  return 'a call of Convex takes it, and nothing in the source says which function it is';
}

function rootOf(node: Node): Node | undefined {
  if (node.type === 'Identifier') return node;
  if (node.type === 'MemberExpression') return rootOf(withoutWrappers(node.object));
  return node.type === 'CallExpression' ? rootOf(withoutWrappers(node.callee)) : undefined;
}
