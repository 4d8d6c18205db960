import type { Node } from 'oxc-parser';
import type { ReferenceFlow } from '../flow/reference-flow.ts';
import { canonicalFunctionPath } from '../function-path.ts';
import type { FunctionKind } from '../function-reference.ts';
import { keyOf, type Place, type StaticValues, withoutWrappers } from '../syntax/static-value.ts';
import { type FunctionNode, parametersOf } from '../syntax/syntax.ts';
import type { ConvexCall } from './convex-calls.ts';

/** What a Convex call's argument turned out to be where no followed reference arrives at it. */
export type DemandOutcome =
  | { place: Place; path: string; kind: FunctionKind | undefined }
  | { place: Place; reason: string };

/**
 * Looks at every Convex call from its argument backwards: a string path is a reference, and an argument that nothing leads to is said to
 * be unresolved, so that a way of writing which the flow does not know cannot pass unseen. Arguments of wrapper functions are looked for at
 * the wrapper's own calls.
 */
export function judgeDemands(flow: ReferenceFlow, values: StaticValues): DemandOutcome[] {
  const outcomes: DemandOutcome[] = [];
  const seen = new Set<string>();

  const demand = (place: Place, kind: FunctionKind | undefined, depth: number): void => {
    const node = withoutWrappers(place.node);
    const at: Place = { module: place.module, node };
    const key = `${at.module.path}:${node.start}:${node.end}:${kind}`;
    if (seen.has(key)) return;
    seen.add(key);
    const from = parameterOf(at);
    if (from !== undefined && depth < 16) {
      demandFromCallers(at, from, kind, depth);
      return;
    }
    if (flow.isReached(node) || flow.isReached(place.node) || isNothing(node)) return;
    const inner = branchesOf(node);
    if (inner !== undefined) {
      for (const branch of inner) demand({ module: at.module, node: branch }, kind, depth);
      return;
    }
    const paths = values.stringsOf(at);
    if (paths !== undefined) {
      for (const path of paths)
        if (path !== 'skip') outcomes.push({ place: at, path: canonicalFunctionPath(path), kind });
      return;
    }
    if (node.type === 'ObjectExpression') {
      const query = propertyOf(node, 'query');
      if (query !== undefined) {
        demand({ module: at.module, node: query }, kind, depth);
        return;
      }
    }
    const definition = depth < 16 ? values.definitionOf(at) : undefined;
    if (definition !== undefined) {
      demand(definition, kind, depth + 1);
      return;
    }
    outcomes.push({ place: at, reason: reasonOf(at) });
  };

  const demandFromCallers = (at: Place, from: Parameter, kind: FunctionKind | undefined, depth: number): void => {
    const { calls, isHandedOn } = flow.callsOf(at.module, from.of);
    for (const call of calls) {
      const argument: Node | undefined = call.node.arguments[from.index];
      if (argument === undefined) continue;
      const given = from.property === undefined ? argument : propertyOf(withoutWrappers(argument), from.property);
      if (given !== undefined) demand({ module: call.module, node: given }, kind, depth + 1);
      else if (!flow.isReached(argument))
        outcomes.push({ place: { module: call.module, node: argument }, reason: reasonOf(at) });
    }
    // Without calls the function is dead, unless something that cannot be seen calls it.
    if (isHandedOn && !flow.isReached(at.node)) outcomes.push({ place: at, reason: 'its callers cannot be seen' });
  };

  for (const call of flow.calls) {
    const [argument] = call.node.arguments as Node[];
    if (argument === undefined) continue;
    const place: Place = { module: call.module, node: argument };
    if (call.of.role === 'requests') demandRequests(place, call, demand);
    else demand(place, call.of.kind, 0);
  }
  return outcomes;
}

interface Parameter {
  of: FunctionNode;
  index: number;
  /** The property taken from the argument, where the parameter is taken apart. */
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

function demandRequests(
  place: Place,
  call: ConvexCall,
  demand: (place: Place, kind: FunctionKind | undefined, depth: number) => void,
): void {
  const node = withoutWrappers(place.node);
  // Requests that are built elsewhere hand their references on there.
  if (node.type !== 'ObjectExpression') return;
  for (const property of node.properties) {
    const value = property.type === 'Property' ? withoutWrappers(property.value as Node) : undefined;
    const query = value?.type === 'ObjectExpression' ? propertyOf(value, 'query') : undefined;
    if (query !== undefined) demand({ module: place.module, node: query }, call.of.kind, 0);
  }
}

function propertyOf(node: Node, name: string): Node | undefined {
  if (node.type !== 'ObjectExpression') return undefined;
  const property = node.properties.findLast(
    (candidate) => candidate.type === 'Property' && !candidate.computed && keyOf(candidate.key) === name,
  );
  return property?.type === 'Property' ? (property.value as Node) : undefined;
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
  if (declaration?.kind === 'import' && module.target(declaration.source).to === 'outside') {
    return `it comes from ${declaration.source}, which is not in the tree`;
  }
  return 'a call of Convex takes it, and nothing in the source says which function it is';
}

function rootOf(node: Node): Node | undefined {
  if (node.type === 'Identifier') return node;
  if (node.type === 'MemberExpression') return rootOf(withoutWrappers(node.object));
  return node.type === 'CallExpression' ? rootOf(withoutWrappers(node.callee)) : undefined;
}
