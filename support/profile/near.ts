import { closestMatch } from 'leven';

/** "Did you mean `x`?" where a known name is near the mistyped one, else the list of the known ones. */
export function suggestName(typed: string, known: readonly string[]): string {
  const near = closestMatch(typed, known, { maxDistance: Math.max(2, Math.floor(typed.length / 3)) });
  return near === undefined ? `Known here: ${known.join(', ') || 'none'}.` : `Did you mean \`${near}\`?`;
}
