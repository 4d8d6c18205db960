import type { Node } from 'oxc-parser';
import type { Token } from '../flow/flow-token.ts';
import { type ConvexExport, kindOfComposable, kindOfMethod, scheduledArgument } from './convex-exports.ts';
import { type AskedKind, ask, type ReferenceSites } from './reference-sites.ts';
import type { SourceModule } from './source-module.ts';

export type CallNode = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

/** A call of a hook, a client or another export of Convex whose first argument has to be a function reference. */
export interface ConvexCall {
  module: SourceModule;
  node: CallNode;
  of: ConvexExport;
}

/** A value that is passed to a call. */
export interface CallArgument {
  module: SourceModule;
  index: number;
  token: Token;
}

/** Calls of functions that are not in the tree: which exports of Convex they call, and which values are passed to them. */
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

  /** Notes the kinds that calls ask for. To be called when every callee is known. Returns the arguments that no call takes as a function. */
  judge(): (CallArgument & { call: CallNode })[] {
    return [...this.#arguments].flatMap(([call, given]) =>
      given.filter((argument) => !this.#isAskedFor(call, argument)).map((argument) => ({ ...argument, call })),
    );
  }

  /** Whether a call takes an argument as a function. */
  #isAskedFor(call: CallNode, argument: CallArgument): boolean {
    const { module, index, token } = argument;
    const { atom } = token;
    if (atom.kind !== 'site') return true;
    const callees = this.calleesOf(call);
    if (index === 0 && callees.some(({ role }) => role === 'identity')) return true;

    const asked = callees.length > 0 ? kindsOfCallees(callees, argument) : this.#kindsByName(call, argument);
    const { module: caller, call: outermost } = token.entries[0] ?? { module, call };
    for (const kind of asked) ask(atom.site, `${caller.path}:${outermost.start}`, kind);
    return asked.length > 0;
  }

  /** What a callee takes whose definition is not known, by its name: a method of a client, a context or a scheduler. */
  #kindsByName({ callee }: CallNode, { module, index, token }: CallArgument): AskedKind[] {
    if (callee.type === 'Identifier') {
      const isGlobal = module.scopes.bindingOf(callee) === undefined;
      const kind = isGlobal && isReference(token) && index === 0 ? kindOfComposable(callee.name) : undefined;
      return kind === undefined ? [] : [kind];
    }
    if (callee.type !== 'MemberExpression') return [];

    const [name = '', ...others] = this.#sites.namesOf(module, callee.property, callee.computed) ?? [];
    if (others.length > 0 || !isReference(token)) return [];
    if (index > 0) return index === scheduledArgument(name) ? ['any'] : [];
    const kind = kindOfMethod(name);
    return kind === undefined ? [] : [kind];
  }
}

/** What exports of Convex take in the position of an argument. */
function kindsOfCallees(callees: readonly ConvexExport[], { index, token }: CallArgument): AskedKind[] {
  return callees.flatMap(({ role, kind }) => {
    const fits = role === 'requests' ? isRequest(token) : isReference(token);
    return index === 0 && fits && kind !== undefined ? [kind] : [];
  });
}

/** A reference itself, or `{ query: reference }`. */
function isReference({ wraps }: Token): boolean {
  return wraps.length === 0 || (wraps.length === 1 && wraps[0] === 'query');
}

/** `{ name: { query: reference } }`. */
function isRequest({ wraps }: Token): boolean {
  return wraps.length === 2 && wraps[1] === 'query';
}
