import type { Node } from 'oxc-parser';
import type { Token } from '../flow/flow-token.ts';
import { type ConvexExport, kindOfComposable, kindOfMethod } from './convex-exports.ts';
import { ask, type ReferenceSites } from './reference-sites.ts';
import type { SourceModule } from './source-modules.ts';

export type CallNode = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

/** A call of something of Convex whose first argument has to be a function reference. */
export interface ConvexCall {
  module: SourceModule;
  node: CallNode;
  of: ConvexExport;
}

/** A value that is given to a call. */
export interface CallArgument {
  module: SourceModule;
  index: number;
  token: Token;
}

/** Calls that do not lead into the tree's own functions: what of Convex they call, and what they are given. */
export class ConvexCalls {
  readonly #sites: ReferenceSites;
  readonly #arguments = new Map<CallNode, CallArgument[]>();
  readonly #callees = new Map<CallNode, ConvexExport[]>();

  constructor(sites: ReferenceSites) {
    this.#sites = sites;
  }

  addCallee(call: CallNode, of: ConvexExport): void {
    this.#callees.set(call, [...this.calleesOf(call), of]);
  }

  addArgument(call: CallNode, argument: CallArgument): void {
    const given = this.#arguments.get(call) ?? [];
    this.#arguments.set(call, given);
    given.push(argument);
  }

  calleesOf(call: CallNode): readonly ConvexExport[] {
    return this.#callees.get(call) ?? [];
  }

  argumentsOf(call: CallNode): readonly CallArgument[] {
    return this.#arguments.get(call) ?? [];
  }

  /** Notes the kinds that calls ask for, when every callee is known; gives the arguments that no call asks for as a function. */
  judge(): (CallArgument & { call: CallNode })[] {
    return [...this.#arguments].flatMap(([call, given]) =>
      given.filter((argument) => !this.#isAskedFor(call, argument)).map((argument) => ({ ...argument, call })),
    );
  }

  /** With every callee known: what a call asks of an argument that did not lead into the tree's own functions. */
  #isAskedFor(call: CallNode, { module, index, token }: CallArgument): boolean {
    if (token.atom.kind !== 'site') return true;
    const callees = this.calleesOf(call);
    if (index === 0 && callees.some((of) => of.role === 'identity')) return true;
    const { site } = token.atom;
    const group = token.entries[0] ?? { module, call };
    const groupKey = `${group.module.path}:${group.call.start}`;
    const depth = token.wraps.length;
    const isObjectForm = depth === 1 && token.wraps[0] === 'query';
    const isRequest = depth === 2 && token.wraps[1] === 'query';
    let isAsked = false;
    for (const of of callees) {
      if (index !== 0 || of.kind === undefined) continue;
      const fits = of.role === 'requests' ? isRequest : depth === 0 || isObjectForm;
      if (!fits) continue;
      ask(site, groupKey, of.kind);
      isAsked = true;
    }
    if (callees.length === 0 && index === 0 && (depth === 0 || isObjectForm)) {
      const { callee } = call;
      const member =
        callee.type === 'MemberExpression' ? this.#sites.namesOf(module, callee.property, callee.computed) : [];
      const isGlobal = callee.type === 'Identifier' && module.scopes.bindingOf(callee) === undefined;
      const kind = isGlobal
        ? kindOfComposable(callee.name)
        : member?.length === 1
          ? kindOfMethod(member[0] ?? '')
          : undefined;
      if (kind !== undefined) {
        ask(site, groupKey, kind);
        isAsked = true;
      }
    }
    return isAsked;
  }
}
