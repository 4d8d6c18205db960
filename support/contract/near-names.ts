import leven from 'leven';

/**
 * Up to `most` of the `candidates` that are similar to `name`, nearest first: the same function in another module (it was moved), then those a
 * few letters away (it was renamed or misspelt). Names are function paths. Pure.
 */
export function nearNames(name: string, candidates: readonly string[], most = 3): string[] {
  const ranked = candidates
    .map((candidate) => ({ candidate, rank: rankOf(name, candidate) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0) || (one.candidate < other.candidate ? -1 : 1));
  return ranked.slice(0, most).map(({ candidate }) => candidate);
}

function rankOf(name: string, candidate: string): number | undefined {
  const distance = leven(name.toLowerCase(), candidate.toLowerCase());
  const isNear = distance <= Math.max(2, Math.floor(name.length / 4));
  const isMoved = functionOf(name) === functionOf(candidate);
  if (isMoved) return distance / (name.length + candidate.length);
  return isNear ? 1 + distance : undefined;
}

function functionOf(path: string): string {
  return path.slice(path.lastIndexOf(':') + 1);
}
