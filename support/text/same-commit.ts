/** Fewer characters than these of a commit say nothing (git's own shortest abbreviation is 7 by default). */
const shortestCommit = 7;

/** Whether two texts name one commit: one may be an abbreviation of the other. */
export function isSameCommit(one: string, other: string): boolean {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  if (shorter === longer) return true;
  return (
    shorter.length >= shortestCommit &&
    /^[0-9a-f]+$/i.test(shorter) &&
    longer.toLowerCase().startsWith(shorter.toLowerCase())
  );
}
