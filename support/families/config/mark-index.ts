import { decoded, isLoopback } from './hosts.ts';
import { type ForeignMark, markId, type ValueMark } from './values/value-marks.ts';

/** Marks by what they are looked for by, so that a value is read once, however many marks there are. */
export class MarkIndex {
  readonly #byId: ReadonlyMap<string, readonly ForeignMark[]>;
  readonly #hosts: ReadonlyMap<string, readonly ForeignMark[]>;
  readonly #words: ReadonlyMap<string, readonly ForeignMark[]>;
  /** How many parts the words have: `steady-otter-902` has three. */
  readonly #sizes: readonly number[];

  constructor(marks: readonly ForeignMark[]) {
    const alone = marks.filter(standsAlone);
    const words = alone.filter(({ kind }) => kind !== 'host');
    this.#byId = Map.groupBy(marks, markId);
    this.#hosts = Map.groupBy(
      alone.filter(({ kind }) => kind === 'host'),
      ({ text }) => text,
    );
    this.#words = Map.groupBy(words, ({ text }) => text);
    this.#sizes = [...new Set(words.map(({ text }) => partsOf(text).length))];
  }

  /**
   * The marks that a text carries, each once.
   * @param marks those that it has by its key and by the addresses in it
   */
  find(value: string, marks: readonly ValueMark[]): ForeignMark[] {
    const text = decoded(value).toLowerCase();
    const found = [
      ...marks.flatMap((mark) => this.#byId.get(markId(mark)) ?? []),
      ...(this.#hosts.size === 0 ? [] : this.#hostsIn(text)),
      ...(this.#words.size === 0 ? [] : this.#wordsIn(text)),
    ];
    return [...new Set(found)];
  }

  /** A host is not part of a longer host, nor the end of an e-mail address. */
  #hostsIn(text: string): ForeignMark[] {
    return [...text.matchAll(/(?<![a-z0-9.@-])[a-z0-9-][a-z0-9.-]*/g)].flatMap(
      ([run]) => this.#hosts.get(run.replace(/\.{1,3}$/, '')) ?? [],
    );
  }

  /** A name as a whole word: `steady-otter-902`, not the middle of `unsteady-otter-9021`. */
  #wordsIn(text: string): ForeignMark[] {
    const parts = partsOf(text);
    return parts.flatMap(({ start }, index) =>
      this.#sizes.flatMap((size) => {
        const last = parts[index + size - 1];
        return last === undefined ? [] : (this.#words.get(text.slice(start, last.end)) ?? []);
      }),
    );
  }
}

function partsOf(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/[a-z0-9]+/g)].map(({ 0: part, index }) => ({ start: index, end: index + part.length }));
}

/** A deployment name or a host is looked for in any text, and a bucket where its name is not an ordinary word. */
function standsAlone({ kind, text }: ForeignMark): boolean {
  // A machine's own address is only told apart by its port, which a reader of addresses finds.
  if (kind === 'host') return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(text) && !isLoopback(text);
  return kind === 'deployment' || (kind === 'bucket' && text.length >= 8 && text.includes('-'));
}
