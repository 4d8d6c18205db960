import type { Node } from 'oxc-parser';
import type { FunctionKind } from '../function-reference.ts';
import type { ApiRoot, ConvexExport } from '../source/convex-exports.ts';
import type { SourceModule } from '../source/source-module.ts';
import type { FunctionNode } from '../syntax/syntax.ts';

/** A place in source that names a node of `api`, or makes a reference from a path, and what is known of it. */
export interface ReferenceSite {
  key: string;
  module: SourceModule;
  node: Node;
  root: ApiRoot;
  /** Steps after `api`; empty for `api` itself. */
  steps: readonly string[];
  /** The path given to `makeFunctionReference`, in place of steps. */
  path?: string;
  /** Kinds that calls ask for, by the outermost call. A wrapper that asks for several kinds says nothing. */
  kinds: Map<string, Set<FunctionKind>>;
  /** Where it is passed, as a whole, to something that cannot be followed. */
  handedOn: { module: SourceModule; node: Node; to: string }[];
  /** Whether the source takes a further step from it: then it names a module or a folder. */
  hasFurtherStep: boolean;
}

/** The calls of one function, added as they are found. */
export interface FunctionCalls {
  calls: Set<{ module: SourceModule; node: Extract<Node, { type: 'CallExpression' | 'NewExpression' }> }>;
  /** Whether the function is also used in other ways than by calling it: then some of its arguments cannot be seen. */
  isHandedOn: boolean;
}

export type Atom =
  | { kind: 'site'; site: ReferenceSite }
  | { kind: 'export'; name: string; of: ConvexExport }
  | { kind: 'client' }
  | { kind: 'function'; node: FunctionNode; calls: FunctionCalls };

/** A call by which a value entered a function. It leaves by the same one. */
export interface Entry {
  function: FunctionNode;
  module: SourceModule;
  call: Node;
}

/**
 * A value that is followed through the source. `wraps` says what it is inside of, outermost first: a property's name, an index, `()` for the
 * result of a function, `#each` for a call that passes it to its callback.
 */
export interface Token {
  key: string;
  atom: Atom;
  wraps: readonly string[];
  entries: readonly Entry[];
}

export const returned = '()';
export const each = '#each';

const mostWraps = 8;
const mostEntries = 4;

export function createToken(atom: Atom, wraps: readonly string[] = [], entries: readonly Entry[] = []): Token {
  const kept = entries.length > mostEntries ? [] : entries;
  const through = kept.map((entry) => `${entry.module.path}:${entry.call.start}`);
  return { key: [atomKey(atom), wraps.join('\u0001'), ...through].join('\0'), atom, wraps, entries: kept };
}

/** The value as the property `name` of something else; undefined where it is nested deeper than any real value. */
export function wrap(token: Token, name: string): Token | undefined {
  return token.wraps.length >= mostWraps ? undefined : createToken(token.atom, [name, ...token.wraps], token.entries);
}

/** The value without its outermost wrap. */
export function unwrap(token: Token): Token {
  return createToken(token.atom, token.wraps.slice(1), token.entries);
}

export function enter(token: Token, entry: Entry): Token {
  return createToken(token.atom, token.wraps, [...token.entries, entry]);
}

export function leave(token: Token): Token {
  return createToken(token.atom, token.wraps, token.entries.slice(0, -1));
}

function atomKey(atom: Atom): string {
  if (atom.kind === 'site') return `site ${atom.site.key}`;
  if (atom.kind === 'export') return `export ${atom.name} ${atom.of.role} ${atom.of.kind}`;
  if (atom.kind === 'function') return `function ${functionNumber(atom.node)}`;
  return 'client';
}

const numbers = new WeakMap<FunctionNode, number>();
let lastNumber = 0;

function functionNumber(node: FunctionNode): number {
  let number = numbers.get(node);
  if (number === undefined) {
    number = ++lastNumber;
    numbers.set(node, number);
  }
  return number;
}
