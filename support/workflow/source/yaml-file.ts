import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Place, Refusal, Script, Text, Texts } from './workflow.ts';

/** A node of a YAML file that is asked for what it may hold. A node that is not there holds nothing. */
export class YamlNode {
  readonly #file: YamlFile;
  readonly #node: Node | undefined;

  constructor(file: YamlFile, node: Node | undefined) {
    this.#file = file;
    this.#node = node;
  }

  get isThere(): boolean {
    return this.#node !== undefined && !(isScalar(this.#node) && this.#node.value === null);
  }

  get place(): Place {
    return this.#file.placeOf(this.#node);
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  at(key: string): YamlNode {
    const value = isMap(this.#node) ? (this.#node as YAMLMap<Node, Node>).get(key, true) : undefined;
    return this.#file.node(value as Node | undefined);
  }

  /** Keys with their own places, and their values. */
  get entries(): { key: Text; value: YamlNode }[] {
    if (!isMap(this.#node)) return [];
    return (this.#node as YAMLMap<Scalar, Node>).items.map(({ key, value }) => ({
      key: { text: String(key.value), ...this.#file.placeOf(key) },
      value: this.#file.node(value ?? undefined),
    }));
  }

  /** A mapping as plain data; undefined where it is none. */
  get value(): Record<string, unknown> | undefined {
    return isMap(this.#node) ? this.#file.plain(this.#node) : undefined;
  }

  /** The items of a list; a single scalar or mapping is a list of itself, as GitHub takes it. */
  get items(): YamlNode[] {
    if (isSeq(this.#node)) return this.#node.items.map((item) => this.#file.node(item as Node));
    return this.isThere ? [this] : [];
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  get text(): Text | undefined {
    if (!isScalar(this.#node) || this.#node.value === null) return undefined;
    // `1.10` is a text wherever a version or a name is meant, and no number.
    const written = typeof this.#node.value === 'number' ? this.#node.source : undefined;
    return { text: written ?? String(this.#node.value), ...this.place };
  }

  get script(): Script | undefined {
    const text = this.text;
    if (!text || !isScalar(this.#node)) return undefined;
    const isBlock = this.#node.type === 'BLOCK_LITERAL';
    return { ...text, line: isBlock ? text.line + 1 : text.line, keepsLines: isBlock };
  }

  /** The scalars of a mapping; lists and mappings in it are left out. */
  get texts(): Texts {
    return new Map(
      this.entries.flatMap(({ key, value }) => {
        const text = value.isThere ? value.text : { ...key, text: '' };
        return text ? [[key.text, text] as const] : [];
      }),
    );
  }

  /** The scalars of a list, or one scalar; undefined where nothing is written. */
  get list(): string[] | undefined {
    return this.isThere ? this.items.flatMap(({ text }) => text?.text ?? []) : undefined;
  }
}

/** A YAML file with the lines of what is in it. */
export class YamlFile {
  readonly path: string;
  readonly root: YamlNode;
  /** What is not YAML. */
  readonly errors: readonly Refusal[];
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  constructor(path: string, content: string) {
    this.path = path;
    this.#document = parseDocument(content, { lineCounter: this.#lines, uniqueKeys: true });
    this.root = this.node(this.#document.contents ?? undefined);
    this.errors = this.#document.errors.map(({ message, pos }) => ({
      message: message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message,
      file: path,
      line: this.#lines.linePos(pos[0]).line,
    }));
  }

  node(node: Node | undefined): YamlNode {
    return new YamlNode(this, isAlias(node) ? node.resolve(this.#document) : node);
  }

  plain(node: Node): Record<string, unknown> {
    return node.toJS(this.#document) as Record<string, unknown>;
  }

  placeOf(node: Node | undefined): Place {
    return { file: this.path, line: node?.range ? this.#lines.linePos(node.range[0]).line : 1 };
  }
}
