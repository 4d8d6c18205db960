import { closestMatch } from 'leven';

/** "Did you mean `x`?" where a known name is near the mistyped one, else the list of the known ones. */
export function suggestName(typed: string, known: readonly string[]): string {
  const inCase = known.find((name) => name.toLowerCase() === typed.toLowerCase());
  const near = inCase ?? closestMatch(typed, known, { maxDistance: slipsIn(typed) });
  return near === undefined ? `Known here: ${known.join(', ') || 'none'}.` : `Did you mean \`${near}\`?`;
}

/** How many slips a name may hold and still be told: two letters changed places are two, and in a short name one is much. */
function slipsIn(typed: string): number {
  return typed.length < 3 ? 1 : Math.max(2, Math.floor(typed.length / 3));
}
