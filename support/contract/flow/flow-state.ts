import type { Node } from 'oxc-parser';
import { type ConvexCall, ConvexCalls } from '../source/convex-calls.ts';
import { ReferenceSites } from '../source/reference-sites.ts';
import type { SourceModule } from '../source/source-module.ts';
import type { SourceModules } from '../source/source-modules.ts';
import type { StaticValues } from '../syntax/static-value.ts';
import type { FunctionNode } from '../syntax/syntax.ts';
import { type FunctionCalls, type Token, wrap } from './flow-token.ts';

/** A value at an expression, which has not been moved on yet. */
export interface Arrival {
  module: SourceModule;
  node: Node;
  token: Token;
}

const mostMoves = 4_000_000;

/** Where the values of a tree have been, which of them are to be moved next, and what was found on the way. */
export class FlowState {
  readonly modules: SourceModules;
  readonly values: StaticValues;
  readonly sites: ReferenceSites;
  readonly convexCalls: ConvexCalls;
  /** Calls that demand a reference, in the order they were found. */
  readonly demands: ConvexCall[] = [];
  /** The calls of each function that was followed to them. */
  readonly functionCalls = new Map<FunctionNode, FunctionCalls>();
  readonly #seen = new Map<object, Set<string>>();
  readonly #reached = new Set<Node>();
  readonly #waiting: Arrival[] = [];
  #moves = 0;

  constructor(modules: SourceModules, values: StaticValues) {
    this.modules = modules;
    this.values = values;
    this.sites = new ReferenceSites(values);
    this.convexCalls = new ConvexCalls(this.sites);
  }

  /**
   * Whether a value comes to a name, an export or an expression for the first time. Notes that it has been there.
   * @throws Error where the values of the tree take more moves than any real tree
   */
  isNew(at: object, token: Token): boolean {
    const keys = this.#seen.get(at) ?? new Set<string>();
    this.#seen.set(at, keys);
    if (keys.has(token.key)) return false;
    if (++this.#moves > mostMoves) {
      throw new Error(
        `this tree takes more than ${mostMoves} steps to follow its function references: name fewer folders in \`include\``,
      );
    }
    keys.add(token.key);
    return true;
  }

  /** A value arrives at an expression, from which it is to be moved. */
  arrive(module: SourceModule, node: Node, token: Token): void {
    if (!this.isNew(node, token)) return;
    if (token.atom.kind === 'site') this.#reached.add(node);
    this.#waiting.push({ module, node, token });
  }

  /** A value arrives at an object or a list, as its property `name`. */
  arriveInside(module: SourceModule, container: Node, name: string, token: Token): void {
    const wrapped = wrap(token, name);
    if (wrapped === undefined) this.handOn(module, container, token, 'a deep structure');
    else this.arrive(module, container, wrapped);
  }

  /** The next value to move; undefined when all have been moved. */
  next(): Arrival | undefined {
    return this.#waiting.pop();
  }

  /** Whether a reference, or part of `api`, has arrived at this expression. */
  isReached(node: Node): boolean {
    return this.#reached.has(node);
  }

  /** A value is passed, as a whole, to something that cannot be followed. */
  handOn(module: SourceModule, node: Node, token: Token, to: string): void {
    this.noteHandedOnFunction(token);
    if (token.atom.kind === 'site') token.atom.site.handedOn.push({ module, node, to });
  }

  /** Notes, where the value is a function, that it is used in other ways than by calling it. */
  noteHandedOnFunction(token: Token): void {
    if (token.atom.kind === 'function') token.atom.calls.isHandedOn = true;
  }
}
