import type { FormIndex } from './form-index.ts';

/** Longer stretches are rare, and not worth their memory. */
const longestRun = 4_096;
const mostRuns = 20_000;

/** What encoded stretches of text were found to contain: hashes, ids and paths come again in every report of a run. */
export class SearchedRuns {
  readonly #byIndex = new WeakMap<FormIndex, { forms: number; names: Map<string, ReadonlySet<string>> }>();

  /** @returns what `search` returns, or returned for the same stretch since the last secret was registered */
  namesIn(index: FormIndex, kind: string, run: string, search: () => ReadonlySet<string>): ReadonlySet<string> {
    if (run.length > longestRun) return search();

    const known = this.#of(index);
    const key = `${kind}\0${run}`;
    const names = known.get(key) ?? search();
    if (known.size >= mostRuns) known.clear();
    known.set(key, names);
    return names;
  }

  #of(index: FormIndex): Map<string, ReadonlySet<string>> {
    const kept = this.#byIndex.get(index);
    if (kept?.forms === index.size) return kept.names;

    const names = new Map<string, ReadonlySet<string>>();
    this.#byIndex.set(index, { forms: index.size, names });
    return names;
  }
}
