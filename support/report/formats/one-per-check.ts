import type { Finding } from '../../check/finding.ts';
import type { Outcome } from '../../check/outcome.ts';

/** More places than these are told finding by finding, of which a report shows the first few. */
const mostPlaces = 6;

/** A check as it is told once, whatever the number of environments in which it came to the same. */
export interface Shown {
  outcome: Outcome;
  environments: readonly string[];
}

/** One entry for each check. What it found in one environment about another, and there about this one, is told once. */
export function onePerCheck(outcomes: readonly Outcome[]): Shown[] {
  return [...Map.groupBy(outcomes, ({ check }) => check).values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const findings = sameOnce(first.findings);
    const seen = new Set(findings.map(placesOf));
    for (const finding of others.flatMap((other) => other.findings)) {
      const places = placesOf(finding);
      if (!seen.has(places)) findings.push(finding);
      seen.add(places);
    }
    const environments = [first, ...others].map(({ environment }) => environment);
    return [{ outcome: { ...first, findings }, environments }];
  });
}

/** Findings of one environment that say the same of a few places, as of the source and of the live site, are one with those places. */
function sameOnce(findings: readonly Finding[]): Finding[] {
  const saying = ({ from: _, ...said }: Finding) => JSON.stringify(said);
  return [...Map.groupBy(findings, saying).values()].flatMap((group) => {
    const from = [...new Set(group.flatMap((finding) => finding.from))];
    const [first] = group;
    return first && from.length <= mostPlaces ? { ...first, from } : group;
  });
}

/** The places that a finding tells of, whichever of them it names first: `app.table:3:102 (prod)` and `app.table:3:66 (dev)`. */
function placesOf({ what, from }: Finding): string {
  const places = from.map((place) => place.replace(/ \([^()]*\)$/, ''));
  return places.length > 1 ? JSON.stringify(places.toSorted()) : JSON.stringify([what, ...places]);
}
