import type { Profile } from '../../profile/index.ts';

/** How many of the other development environments each one is tried at. */
const mostDevelopment = 2;

type Named = Pick<Profile, 'environment' | 'class'>;

/**
 * The environments where something of E is tried by a request for each pair: every one of staging and production, and from them
 * every one. A development environment is tried at the next two of its kind, in the order of their names: with fifty preview
 * environments, the requests would otherwise grow with the square of their number. What can be compared in memory is compared for
 * every pair.
 */
export function triedEnvironments<Other extends Named>(own: Named, others: readonly Other[]): Other[] {
  if (own.class !== 'development') return [...others];
  const alike = others
    .filter((other) => other.class === 'development')
    .toSorted((one, other) => (one.environment < other.environment ? -1 : 1));
  const after = alike.filter(({ environment }) => environment > own.environment);
  const before = alike.filter(({ environment }) => environment < own.environment);
  const next = new Set([...after, ...before].slice(0, mostDevelopment));
  return others.filter((other) => other.class !== 'development' || next.has(other));
}

/** The same of those that this run reaches; the evidence counts the development environments that are left out. */
export function reachableToTry<Other extends Named>(
  own: Named,
  reachable: readonly Other[],
  count: (what: string, number: number) => void,
): Other[] {
  const tried = triedEnvironments(own, reachable);
  const untried = reachable.length - tried.length;
  if (untried > 0) count('other development environments not tried', untried);
  return tried;
}
