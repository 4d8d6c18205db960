import { mountKey } from './canonical-mounts.ts';
import { portKey } from './canonical-ports.ts';
import { ComposeMistake } from './compose-mistake.ts';
import { below, list, type MapNode, map, type Node, textOf } from './located-tree.ts';

/** Where a node is: `services.*.ports`, with a star for names that a team chose. */
type Path = readonly string[];

/** What a later file replaces as a whole. Source: Compose Specification, 13-merge, "Exceptions". */
const replaced = ['services.*.command', 'services.*.entrypoint', 'services.*.healthcheck.test'];

/** What makes two items of a list one. Source: Compose Specification, 13-merge, "Unique resources". */
const keys: Readonly<Record<string, (item: Node) => string>> = {
  'services.*.ports': portKey,
  'services.*.volumes': (item) => mountKey(item),
  'services.*.secrets': (item) => mountKey(item, '/run/secrets'),
  'services.*.configs': (item) => mountKey(item),
  'services.*.env_file': (item) => textOf(below(item, 'path')) ?? '',
  'services.*.devices': (item) => textOf(item)?.split(':')[1] ?? textOf(item) ?? JSON.stringify(item),
};

/** Lists whose equal items are one: everything of plain texts, but for commands. */
const plainKey = (item: Node) => (item.kind === 'scalar' ? String(item.value) : undefined);

/**
 * Lays a later file over an earlier one: mappings are merged, lists are appended, everything else is replaced; `!reset` removes,
 * `!override` replaces. Both are in their long form. Source: Compose Specification, 13-merge.
 * @throws ComposeMistake where the two are of different kinds
 */
export function mergeFiles(base: MapNode, over: MapNode): MapNode {
  return mergeMaps(base, over, []);
}

/** The same for two definitions of one service: the one that is extended, and the one that extends it. */
export function mergeServices(base: MapNode, over: MapNode): MapNode {
  return mergeMaps(base, over, ['services', '*']);
}

function mergeMaps(base: MapNode, over: MapNode, path: Path): MapNode {
  const entries = new Map(base.entries);
  for (const [key, value] of over.entries) {
    const before = entries.get(key);
    if (value.tag === 'reset') entries.delete(key);
    else if (before === undefined || value.tag === 'override') entries.set(key, withoutTags(value));
    else entries.set(key, merge(before, value, [...path, isChosen(path) ? '*' : key]));
  }
  return { ...map(entries, over), at: base.at };
}

/** Whether the keys at a path are names that a team chose. */
function isChosen(path: Path): boolean {
  return (
    path.length === 1 && ['services', 'networks', 'volumes', 'secrets', 'configs', 'models'].includes(path[0] ?? '')
  );
}

function merge(base: Node, over: Node, path: Path): Node {
  const at = path.join('.');
  // An empty key says nothing of its own.
  if (over.kind === 'scalar' && over.value === null && base.kind !== 'scalar') return base;
  if (base.kind === 'scalar' && base.value === null) return withoutTags(over);
  if (replaced.includes(at)) return withoutTags(over);
  if (base.kind !== over.kind)
    throw new ComposeMistake(
      over.at,
      `\`${at}\` is a ${words[over.kind]} here, and a ${words[base.kind]} in ${base.at.file}:${base.at.line}.`,
    );
  if (base.kind === 'map') return mergeMaps(base, over as MapNode, path);
  if (base.kind === 'scalar') return withoutTags(over);

  const later = (withoutTags(over) as typeof base).items;
  return unique(list([...base.items, ...later], base), at);
}

const words = { map: 'mapping', list: 'list', scalar: 'single value' } as const;

/** The last of equal items stays, in the place of the first. */
function unique(node: Node & { kind: 'list' }, at: string): Node {
  const keyOf = keys[at] ?? plainKey;
  const found = new Map<unknown, Node>();
  for (const item of node.items) found.set(keyOf(item) ?? item, item);
  return list([...found.values()], node);
}

/** A file without what `!reset` removes, and without the tags: what is left of it where nothing came before. */
export function withoutTags(node: Node): Node {
  const { tag: _, ...bare } = node;
  if (bare.kind === 'scalar') return bare;
  if (bare.kind === 'list') return { ...bare, items: bare.items.filter(({ tag }) => tag !== 'reset').map(withoutTags) };
  const kept = [...bare.entries].filter(([, value]) => value.tag !== 'reset');
  return { ...bare, entries: new Map(kept.map(([key, value]) => [key, withoutTags(value)])) };
}
