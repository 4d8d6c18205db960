/**
 * Names of `candidates` that `name` may have become, nearest first, `most` at the most: the same function in another module (it was moved),
 * then those a few letters away (it was renamed or misspelt). Names are function paths. Pure.
 */
export function nearNames(name: string, candidates: readonly string[], most = 3): string[] {
  const ranked = candidates
    .map((candidate) => ({ candidate, rank: rankOf(name, candidate) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0) || (one.candidate < other.candidate ? -1 : 1));
  return ranked.slice(0, most).map(({ candidate }) => candidate);
}

function rankOf(name: string, candidate: string): number | undefined {
  const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
  const isNear = distance <= Math.max(2, Math.floor(name.length / 4));
  const isMoved = functionOf(name) === functionOf(candidate);
  if (isMoved) return distance / (name.length + candidate.length);
  return isNear ? 1 + distance : undefined;
}

function functionOf(path: string): string {
  return path.slice(path.lastIndexOf(':') + 1);
}

/** Levenshtein's distance: letters inserted, removed or replaced. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let to = 1; to <= other.length; to++) {
      const replaced = (row[to - 1] ?? 0) + (one[at - 1] === other[to - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
