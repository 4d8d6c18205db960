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

/** What the config says of copies, beside how many documents may say nothing. */
export interface CopyRules {
  /** The share of the documents of one side of which a copy may not be told, from 0 to 1. */
  mostUntold: number;
  /** Both sides rightly have these documents: a plan moved them. */
  explains?: (environments: readonly [string, string], tables: readonly [string, string]) => boolean;
  /** Both environments are developers' own: nobody's data is at stake, and a copy warns. */
  isMild?: (environments: readonly [string, string]) => boolean;
}

/**
 * Documents with the same content under another id: data that was copied.
 * @throws NotVerified if nothing was found, and of too many documents a copy could not be told
 */
export function judgeSameContents({ mostUntold, explains = () => false, isMild = () => false }: CopyRules) {
  return (environments: readonly [string, string], comparison: DocumentComparison): Finding[] => {
    const { sources, oneIn } = comparison;
    const copied = comparison.sameContent.filter(({ tables }) => !explains(environments, tables));
    if (copied.length === 0) requireTellable(environments, comparison, mostUntold);
    return copied.map((overlap) => ({
      what: `documents of ${tablesOf(overlap)} have the same content in ${environments[0]} and ${environments[1]}, under different ids`,
      expected: 'separate data in each environment',
      received: `${overlap.total}${sampleWords(oneIn)}${alteredWords(overlap)}: ${overlap.examples.map(([one, other]) => `${one} = ${other}`).join(', ')}${overlap.total > overlap.examples.length ? ', …' : ''}`,
      from: [`${sources[0]} (${environments[0]})`, `${sources[1]} (${environments[1]})`],
      remedy: `Remove what was copied. If it is the same everywhere on purpose, as seeds are, add to the config: ${excluding(overlap)}`,
      // Documents that are equal in half of what they say may be a form that everybody fills in.
      ...((isMild(environments) || overlap.total === (overlap.partly ?? 0)) && { severity: 'warning' as const }),
    }));
  };
}

/** What to write, as it is to be written. */
function excluding({ tables }: Overlap): string {
  const names = [...new Set(tables)].map((table) => `'${table}'`);
  return `platforms: { isolation: { documents: { exclude: [${names.join(', ')}] } } }`;
}

/** @throws NotVerified */
function requireTellable(
  environments: readonly [string, string],
  { counts, tooShort, alike }: DocumentComparison,
  mostUntold: number,
): void {
  for (const [side, environment] of environments.entries()) {
    const all = counts.reduce((sum, { documents }) => sum + (documents[side] ?? 0), 0);
    const [short, common] = [tooShort[side] ?? 0, alike[side] ?? 0];
    if (all === 0 || (short + common) / all <= mostUntold) continue;

    throw new NotVerified(
      `a copy of ${short + common} of the ${all} documents of ${environment} could not be told: ${short} are so short that an equal one may be one by chance, and ${common} are equal to many of the other side, apart from ids`,
      `List tables whose documents say too little in platforms.isolation.documents.exclude, or raise \`mostUntold\` there (${mostUntold}).`,
    );
  }
}

function alteredWords({ altered, partly = 0, total }: Overlap): string {
  const others = altered + partly;
  if (others === 0) return '';
  const apart = partly === 0 ? 'apart from one field' : 'apart from one field or several';
  return others === total ? `, ${apart}` : ` (${others} of them ${apart})`;
}

/** What was looked at, as evidence; a sample says what it may have missed. */
export function documentEvidence({ counts, oneIn, resumed, tooShort, alike }: DocumentComparison): [string, number][] {
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
    ['documents that too many others equal to tell a copy', alike[0] + alike[1]],
    ['documents taken over from a run that was cut off', resumed],
  ];
}

function tablesOf({ tables: [one, other] }: Overlap): string {
  return one === other ? one : `${one} (there: ${other})`;
}

function sampleWords(oneIn: number): string {
  return oneIn === 1 ? '' : ` in a sample of one in ${oneIn}`;
}
