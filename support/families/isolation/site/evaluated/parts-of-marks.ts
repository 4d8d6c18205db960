/** Shorter pieces are found in any script. */
const length = 5;

/**
 * Whether a text has pieces of a mark that is not in it as a whole, so that a script may put it together: `"patient-heron-XXX"` of
 * `patient-heron-417`. Pieces that are also in marks of the site's own environment say nothing.
 * @param lowered texts in lower case
 */
export function hasPartOf(lowered: readonly string[], marks: readonly string[], own: readonly string[]): boolean {
  const ordinary = new Set(own.flatMap(piecesOf));
  const pieces = new Set(marks.flatMap(piecesOf).filter((piece) => !ordinary.has(piece)));
  return [...pieces].some((piece) => lowered.some((text) => text.includes(piece)));
}

/** The pieces of a mark, forwards and backwards. */
function piecesOf(mark: string): string[] {
  const text = mark.toLowerCase();
  return [text, [...text].reverse().join('')].flatMap((each) =>
    Array.from({ length: Math.max(0, each.length - length + 1) }, (_, at) => each.slice(at, at + length)),
  );
}
