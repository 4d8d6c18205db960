import type { FormIndex } from './form-index.ts';
import { KnownOfIndex } from './known-of-index.ts';

/** Longer stretches are rare, and not worth their memory. */
const longestRun = 4_096;
const mostRuns = 20_000;

/** What encoded stretches of text were found to contain: hashes, ids and paths come again in every report of a run. */
export class SearchedRuns {
  readonly #kinds = new KnownOfIndex(() => new Map<string, Map<string, ReadonlySet<string>>>());

  /** @returns what `search` returns, or returned for the same stretch since the last secret was registered */
  namesIn(index: FormIndex, kind: string, run: string, search: () => ReadonlySet<string>): ReadonlySet<string> {
    if (run.length > longestRun) return search();

    const known = this.#of(index, kind);
    const before = known.get(run);
    if (before !== undefined) return before;

    const names = search();
    if (known.size >= mostRuns) known.clear();
    known.set(run, names);
    return names;
  }

  #of(index: FormIndex, kind: string): Map<string, ReadonlySet<string>> {
    const kinds = this.#kinds.of(index);
    const runs = kinds.get(kind) ?? new Map<string, ReadonlySet<string>>();
    kinds.set(kind, runs);
    return runs;
  }
}
