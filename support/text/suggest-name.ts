import { closestMatch } from 'leven';

/** "Did you mean `x`?" if a known name is near the mistyped one, else the list of the known ones. */
export function suggestName(typed: string, known: readonly string[]): string {
  const near = nearName(typed, known);
  return near === undefined ? `Known here: ${known.join(', ') || 'none'}.` : `Did you mean \`${near}\`?`;
}

/** The known name that was probably meant; undefined if none is near. */
export function nearName(typed: string, known: readonly string[]): string | undefined {
  const inCase = known.find((name) => name.toLowerCase() === typed.toLowerCase());
  return inCase ?? closestMatch(typed, known, { maxDistance: slipsIn(typed) });
}

/** How many slips a name may have and still be recognised: two swapped letters are two, and in a short name one is a lot. */
function slipsIn(typed: string): number {
  return typed.length < 3 ? 1 : Math.max(2, Math.floor(typed.length / 3));
}
