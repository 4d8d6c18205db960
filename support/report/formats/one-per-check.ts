import type { Finding } from '../../check/finding.ts';
import type { Outcome } from '../../check/outcome.ts';

/** A check as it is told once, whatever the number of environments in which it came to the same. */
export interface Shown {
  outcome: Outcome;
  environments: readonly string[];
}

/** One entry for each check. What it found in one environment about another, and there about this one, is told once. */
export function onePerCheck(outcomes: readonly Outcome[]): Shown[] {
  return [...Map.groupBy(outcomes, ({ check }) => check).values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const findings = [...first.findings];
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

/** The places that a finding tells of, whichever of them it names first: `app.table:3:102 (prod)` and `app.table:3:66 (dev)`. */
function placesOf({ what, from }: Finding): string {
  const places = from.map((place) => place.replace(/ \([^()]*\)$/, ''));
  return places.length > 1 ? JSON.stringify(places.toSorted()) : JSON.stringify([what, ...places]);
}
