import type { FormIndex } from './form-index.ts';

/** What is known of the forms of an index, and forgotten as soon as another secret is registered in it. */
export class KnownOfIndex<Known> {
  readonly #byIndex = new WeakMap<FormIndex, { forms: number; known: Known }>();
  readonly #empty: () => Known;

  /** @param empty what is known of an index of which nothing is known yet */
  constructor(empty: () => Known) {
    this.#empty = empty;
  }

  of(index: FormIndex): Known {
    const kept = this.#byIndex.get(index);
    if (kept?.forms === index.size) return kept.known;

    const known = this.#empty();
    this.#byIndex.set(index, { forms: index.size, known });
    return known;
  }
}
