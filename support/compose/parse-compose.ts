import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
  type Node as YamlNode,
} from 'yaml';
import { firstLine } from '../text/one-line.ts';
import { ComposeMistake } from './compose-mistake.ts';
import type { MapNode, MergeTag, Node, Place, ScalarNode } from './located-tree.ts';

/** More nodes than this are an alias that multiplies itself. */
const mostNodes = 100_000;

const tags = ['!reset', '!override'];
/** Source: yaml.org, "Merge Key Language-Independent Type for YAML". */
const mergeKey = '<<';

/**
 * Parses a compose file: anchors, aliases and merge keys are resolved, and `!reset` and `!override` are kept.
 * @param file as a reader knows it
 * @returns one tree for each YAML document of the file; none where it is empty
 * @throws ComposeMistake that names the place of the first mistake
 */
export function parseCompose(text: string, file: string): MapNode[] {
  const lines = new LineCounter();
  const unresolved = tags.flatMap((tag) =>
    (['map', 'seq', undefined] as const).map((collection) => ({
      tag,
      ...(collection === undefined ? { resolve: (value: string) => value } : { collection }),
    })),
  );
  // A tag that is known by its name alone resolves to what it stands before.
  const documents = parseAllDocuments(text, { lineCounter: lines, customTags: unresolved as never[] });
  if (!Array.isArray(documents)) return [];

  return (documents as Document.Parsed[]).flatMap((document) => {
    const [error] = document.errors;
    if (error) {
      const { line, col } = lines.linePos(error.pos[0]);
      const said = firstLine(error.message).replace(/ at line \d+, column \d+:?$/, '');
      throw new ComposeMistake({ file, line, column: col }, `it is not YAML: ${said}.`);
    }
    if (document.contents === null) return [];

    const tree = new Reader(document, lines, file).read(document.contents, undefined);
    if (tree.kind === 'map') return [tree];
    if (tree.kind === 'scalar' && tree.value === null) return [];
    throw new ComposeMistake(tree.at, 'a compose file is a mapping: `services:`, `volumes:`, …');
  });
}

class Reader {
  readonly #targets: ReadonlyMap<Alias, YamlNode>;
  readonly #lines: LineCounter;
  readonly #file: string;
  /** Nodes that are being read: an alias to one of them would never end. */
  readonly #open = new Set<YamlNode>();
  #count = 0;

  constructor(document: Document.Parsed, lines: LineCounter, file: string) {
    this.#targets = targetsIn(document);
    this.#lines = lines;
    this.#file = file;
  }

  /** @param key where the key stands: a mapping is found by its key, not by its first entry */
  read(node: unknown, key: Place | undefined): Node {
    if (isAlias(node)) return this.#alias(node, key);
    const yaml = node as YamlNode;
    const own = this.#placeOf(yaml);
    this.#enter(yaml, own);
    try {
      const tag = tagOf(yaml);
      if (isMap(yaml)) return { kind: 'map', entries: this.#entries(yaml), at: key ?? own, ...(tag && { tag }) };
      if (isSeq(yaml)) {
        const items = yaml.items.map((item) => this.read(item, undefined));
        return { kind: 'list', items, at: key ?? own, ...(tag && { tag }) };
      }
      return {
        kind: 'scalar',
        value: this.#valueOf(yaml, own, tag),
        at: yaml.range ? own : (key ?? own),
        ...(tag && { tag }),
      };
    } finally {
      this.#open.delete(yaml);
    }
  }

  #alias(alias: Alias, key: Place | undefined): Node {
    const place = this.#placeOf(alias);
    const target = this.#targets.get(alias);
    if (target === undefined)
      throw new ComposeMistake(place, `no anchor \`&${alias.source}\` stands before its alias.`);
    if (this.#open.has(target))
      throw new ComposeMistake(place, `the alias \`*${alias.source}\` stands inside of what it names.`);
    return this.read(target, key);
  }

  #entries(node: { items: readonly { key: unknown; value: unknown }[] }): Map<string, Node> {
    const entries = new Map<string, Node>();
    const merged: MapNode[] = [];
    for (const { key, value } of node.items) {
      const place = this.#placeOf(key);
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === undefined) throw new ComposeMistake(place, 'a key is a text.');
      const read = value === null ? nothing(place) : this.read(value, place);
      if (name === mergeKey) merged.push(...this.#mergedMaps(read, place));
      else entries.set(name, read);
    }
    // What stands in the mapping itself comes first, then the first of the merged ones.
    for (const other of merged)
      for (const [name, value] of other.entries) if (!entries.has(name)) entries.set(name, value);
    return entries;
  }

  #mergedMaps(node: Node, place: Place): MapNode[] {
    const all = node.kind === 'list' ? node.items : [node];
    const other = all.find(({ kind }) => kind !== 'map');
    if (other) throw new ComposeMistake(place, '`<<` takes a mapping, or a list of mappings.');
    return all as MapNode[];
  }

  #valueOf(yaml: YamlNode, place: Place, tag: MergeTag | undefined): ScalarNode['value'] {
    const value: unknown = isScalar(yaml) ? yaml.value : null;
    if (value === null || value === undefined || (tag && value === '')) return null;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value === 'bigint') return String(value);
    throw new ComposeMistake(place, 'a value is a text, a number, a boolean, a list or a mapping.');
  }

  #placeOf(node: unknown): Place {
    const range = (node as { range?: readonly number[] | null } | null)?.range;
    const { line, col } = this.#lines.linePos(range?.[0] ?? 0);
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  #enter(node: YamlNode, place: Place): void {
    this.#count += 1;
    if (this.#count > mostNodes)
      throw new ComposeMistake(place, `its aliases unfold to more than ${mostNodes} values.`);
    this.#open.add(node);
  }
}

/** What each alias names: the last anchor of its name before it. */
function targetsIn(document: Document.Parsed): Map<Alias, YamlNode> {
  const anchors = new Map<string, YamlNode>();
  const targets = new Map<Alias, YamlNode>();
  visit(document, (_, node) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
    } else if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) anchors.set(node.anchor, node);
  });
  return targets;
}

function nothing(at: Place): Node {
  return { kind: 'scalar', value: null, at };
}

function tagOf({ tag }: { tag?: string }): MergeTag | undefined {
  if (tag === '!reset') return 'reset';
  return tag === '!override' ? 'override' : undefined;
}
