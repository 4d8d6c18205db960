import { list, map, type Node, scalar, textOf } from './located-tree.ts';

/** `KEY=value` items become a mapping; an item without `=` has no value. */
export function toMap(node: Node, separator: '=' | ':' = '='): Node {
  if (node.kind !== 'list') return node;
  const entries = node.items.map((item) => {
    const written = textOf(item) ?? '';
    const at = separatorIn(written, separator);
    const used = item.kind === 'scalar' && item.used ? { used: item.used } : {};
    const value = at < 0 ? null : written.slice(at + 1);
    return [at < 0 ? written : written.slice(0, at), { ...scalar(value, item), ...used }] as const;
  });
  return map(entries, node);
}

/** `extra_hosts` takes `host=address` and `host:address`. */
function separatorIn(written: string, separator: '=' | ':'): number {
  const equals = written.indexOf('=');
  return equals >= 0 || separator === '=' ? equals : written.indexOf(':');
}

/** Every value as text: an environment holds nothing else. Null stays: it asks for the project's own variable. */
export function toTexts(node: Node): Node {
  if (node.kind !== 'map') return node;
  return map(
    [...node.entries].map(([key, value]) => {
      const text = textOf(value);
      return [key, text === undefined ? value : scalar(text, value)] as const;
    }),
    node,
  );
}

/** One value, or a list of them, as a list. */
export function toList(node: Node): Node {
  if (node.kind === 'list' || textOf(node) === undefined) return node;
  return list([{ ...scalar((node as { value: string }).value, node) }], node);
}

/** Names in a list become the keys of a mapping. */
export function namesToMap(node: Node, value: (item: Node) => Node): Node {
  if (node.kind !== 'list') return node;
  return map(
    node.items.map((item) => [textOf(item) ?? '', value(item)] as const),
    node,
  );
}
