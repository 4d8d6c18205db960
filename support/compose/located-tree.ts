/** Where something is written. Lines and columns start at 1. */
export interface Place {
  /** As a reader knows the file. */
  file: string;
  line: number;
  column: number;
}

/** Where the value of a variable in a text came from. */
export interface UsedVariable {
  name: string;
  /** `reference`: it has a value that is not known here; `blank`: it has none, and Compose puts nothing in its place. */
  gave: 'value' | 'default' | 'alternative' | 'reference' | 'blank';
  /** Where its value is written. */
  from?: string;
}

/** `!reset` removes what earlier files say; `!override` replaces it. */
export type MergeTag = 'reset' | 'override';

interface Located {
  at: Place;
  tag?: MergeTag;
}

export interface ScalarNode extends Located {
  kind: 'scalar';
  value: string | number | boolean | null;
  /** The text as it is written, where variables of it were replaced. */
  written?: string;
  used?: readonly UsedVariable[];
  /** A path of the host that is written relative to its file: the repository's, on whichever machine. */
  isRelative?: true;
}
export interface ListNode extends Located {
  kind: 'list';
  items: readonly Node[];
}
export interface MapNode extends Located {
  kind: 'map';
  entries: ReadonlyMap<string, Node>;
}
/** A part of a compose file that knows where it is written. Never changed: every step makes a new tree. */
export type Node = ScalarNode | ListNode | MapNode;

export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

export function scalar(value: ScalarNode['value'], like: Node): ScalarNode {
  const { used, written } = like.kind === 'scalar' ? like : {};
  return {
    kind: 'scalar',
    value,
    at: like.at,
    ...(like.tag && { tag: like.tag }),
    ...(used && { used }),
    ...(written !== undefined && { written }),
  };
}

export function list(items: readonly Node[], like: Node): ListNode {
  return { kind: 'list', items, at: like.at, ...(like.tag && { tag: like.tag }) };
}

export function map(entries: Iterable<readonly [string, Node]>, like: Node): MapNode {
  return { kind: 'map', entries: new Map(entries), at: like.at, ...(like.tag && { tag: like.tag }) };
}

/** The node below names of keys; undefined where there is none. */
export function below(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  return keys.reduce<Node | undefined>(
    (found, key) => (found?.kind === 'map' ? found.entries.get(key) : undefined),
    node,
  );
}

/** The entries of a mapping; none of anything else. */
export function entriesOf(node: Node | undefined): [string, Node][] {
  return node?.kind === 'map' ? [...node.entries] : [];
}

/** The items of a list; none of anything else. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : [];
}

/** A scalar as text; undefined where it is null, or no scalar. */
export function textOf(node: Node | undefined): string | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined;
  return String(node.value);
}

/** What Compose takes for a boolean, also where a variable gave it. Source: compose-go, interpolation/interpolation.go. */
export function isTrue(node: Node | undefined): boolean {
  return /^(?:1|true|yes|y|on)$/i.test(textOf(node) ?? '');
}

/** The tree as plain data. */
export function plain(node: Node): Plain {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]));
}

/** Puts something else, or nothing, in the place of every entry of a mapping. */
export function mapEntries(node: MapNode, change: (value: Node, key: string) => Node | undefined): MapNode {
  return map(
    [...node.entries].flatMap(([key, value]) => {
      const changed = change(value, key);
      return changed === undefined ? [] : [[key, changed] as const];
    }),
    node,
  );
}
