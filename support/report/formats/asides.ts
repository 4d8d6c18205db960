import { partsOf, type Verdict } from '../verdict/verdict.ts';

/** What a reader of any report has to know beside the outcomes: other runs meanwhile, and waivers that count for nothing. */
export function asidesOf(verdict: Verdict): string[] {
  const parts = partsOf(verdict);
  const beside = [...new Set(parts.flatMap((part) => part.beside ?? []))];
  return [
    ...beside.map(
      (run) => `${run} ran on the same environments meanwhile: what bursts and canaries show may come from it`,
    ),
    ...new Set(parts.flatMap(({ notes = [] }) => notes)),
  ];
}
