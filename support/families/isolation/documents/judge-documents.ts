import type { Finding } from '../../../check/finding.ts';
import { NotVerified } from '../../../check/not-verified.ts';
import { type DocumentComparison, missProbability, type Overlap } from '../../../snapshot/index.ts';

/** Documents of two environments with the same id: a shared database, or a copied one. Totals are exact. */
export function judgeSameIds(
  environments: readonly [string, string],
  { sameId, sources, counts, oneIn }: DocumentComparison,
): Finding[] {
  return sameId.map((overlap) => {
    const all = counts.find(({ table }) => table === overlap.tables[0])?.sampled[0] ?? 0;
    return {
      what: `documents of ${tablesOf(overlap)} have the same id in ${environments[0]} and ${environments[1]}`,
      expected: 'no common id',
      received: `${overlap.total} of ${all}${sampleWords(oneIn)}: ${overlap.examples.map(([id]) => id).join(', ')}${overlap.total > overlap.examples.length ? ', …' : ''}`,
      from: [`${sources[0]} (${environments[0]})`, `${sources[1]} (${environments[1]})`],
      cause:
        overlap.total === all
          ? 'every document of the table is in both: one database behind two names, or a table that was copied whole'
          : 'some documents were copied with their ids, as an import of an export does',
    };
  });
}

/**
 * Documents with the same content under another id: data that was copied.
 * @throws NotVerified where one side has no document that says enough to be known again
 */
export function judgeSameContents(
  environments: readonly [string, string],
  { sameContent, sources, oneIn, counts, tooShort }: DocumentComparison,
): Finding[] {
  for (const [side, environment] of environments.entries()) {
    const all = counts.reduce((sum, { documents }) => sum + (documents[side] ?? 0), 0);
    if (all > 0 && all === tooShort[side])
      throw new NotVerified(
        `every one of the ${all} documents of ${environment} is so short that an equal one may be one by chance, so no copy can be told`,
      );
  }
  return sameContent.map((overlap) => ({
    what: `documents of ${tablesOf(overlap)} have the same content in ${environments[0]} and ${environments[1]}, under different ids`,
    expected: 'separate data in each environment',
    received: `${overlap.total}${sampleWords(oneIn)}: ${overlap.examples.map(([one, other]) => `${one} = ${other}`).join(', ')}${overlap.total > overlap.examples.length ? ', …' : ''}`,
    from: [`${sources[0]} (${environments[0]})`, `${sources[1]} (${environments[1]})`],
  }));
}

/** What was looked at, as evidence; a sample says what it may have missed. */
export function documentEvidence({ counts, oneIn, resumed, tooShort }: DocumentComparison): [string, number][] {
  const read = counts.reduce((sum, { documents }) => sum + documents[0] + documents[1], 0);
  const sampled = counts.reduce((sum, each) => sum + each.sampled[0] + each.sampled[1], 0);
  return [
    ['documents read', read],
    ...(oneIn === 1
      ? []
      : [
          [
            `documents compared, one in ${oneIn} (10 that are shared would all be missed with a probability of ${missProbability(oneIn, 10).toFixed(3)}, 100 with ${missProbability(oneIn, 100).toFixed(3)})`,
            sampled,
          ] as [string, number],
        ]),
    ['documents too short to tell a copy by their content', tooShort[0] + tooShort[1]],
    ['documents taken over from a run that was cut off', resumed],
  ];
}

function tablesOf({ tables: [one, other] }: Overlap): string {
  return one === other ? one : `${one} (there: ${other})`;
}

function sampleWords(oneIn: number): string {
  return oneIn === 1 ? '' : ` in a sample of one in ${oneIn}`;
}
