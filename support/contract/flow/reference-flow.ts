import type { Node } from 'oxc-parser';
import type { ConvexCall } from '../source/convex-calls.ts';
import type { ApiRoot } from '../source/convex-exports.ts';
import { type SourceModule, textOf } from '../source/source-module.ts';
import type { SourceModules } from '../source/source-modules.ts';
import type { StaticValues } from '../syntax/static-value.ts';
import type { FunctionNode } from '../syntax/syntax.ts';
import { sendFunction } from './flow-functions.ts';
import { fromImports } from './flow-modules.ts';
import { move } from './flow-moves.ts';
import { FlowState } from './flow-state.ts';
import type { FunctionCalls, ReferenceSite } from './flow-token.ts';
import { fromTypes } from './flow-types.ts';

/** What was found by following the values of a tree. */
export interface ReferenceFlow {
  sites: Iterable<ReferenceSite>;
  calls: readonly ConvexCall[];
  unresolved: readonly { module: SourceModule; node: Node; root: ApiRoot; reason: string }[];
  /** Whether a reference, or a part of `api`, arrives at this expression. */
  isReached(node: Node): boolean;
  /** All calls of a function in the tree. */
  callsOf(module: SourceModule, node: FunctionNode): FunctionCalls;
}

/**
 * Follows `api`, Convex's hooks and clients and made references from where a tree imports them, through names, properties, functions and
 * modules, to where they are called or handed on. Each value carries the written place that named it, so a reference is reported where it is
 * written and with the kind that is asked of it where it arrives.
 */
export function followReferences(modules: SourceModules, values: StaticValues): ReferenceFlow {
  const flow = new FlowState(modules, values);
  for (const module of modules.origins) {
    fromImports(flow, module);
    fromTypes(flow, module);
  }
  settle(flow);
  for (const { call, module, index, token } of flow.convexCalls.judge())
    flow.handOn(module, call.arguments[index] as Node, token, `${textOf(module, call.callee)}()`);
  return {
    get sites() {
      return flow.sites.all;
    },
    calls: flow.demands,
    unresolved: flow.sites.unresolved,
    isReached: (node) => flow.isReached(node),
    callsOf: (module, node) => flow.functionCalls.get(node) ?? followFunction(flow, module, node),
  };
}

function followFunction(flow: FlowState, module: SourceModule, node: FunctionNode): FunctionCalls {
  const calls = sendFunction(flow, module, node);
  settle(flow);
  return calls;
}

function settle(flow: FlowState): void {
  for (let arrival = flow.next(); arrival !== undefined; arrival = flow.next()) move(flow, arrival);
}
