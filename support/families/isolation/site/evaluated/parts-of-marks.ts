import { FormIndex } from '../../../../redaction/form-index.ts';

/** Shorter pieces are found in any script. */
const length = 5;

/**
 * An index of the pieces of marks, to be looked for in texts in which no mark is found as a whole: a script may put it together, as
 * `"patient-heron-XXX"` of `patient-heron-417`. Pieces that are also in marks of the site's own environment say nothing, and are left out.
 */
export function indexOfParts(marks: readonly string[], own: readonly string[]): FormIndex {
  const index = new FormIndex();
  const ordinary = new Set(own.flatMap(piecesOf));
  for (const mark of marks)
    for (const piece of piecesOf(mark)) if (!ordinary.has(piece)) index.add(piece, mark, piece.length);
  return index;
}

/** Whether one of the texts has a piece of a mark. Capital letters make no difference. */
export function hasPart(texts: readonly string[], index: FormIndex): boolean {
  return texts.some((text) => index.matches(text).next().done === false);
}

/** The pieces of a mark, forwards and backwards. */
function piecesOf(mark: string): string[] {
  const text = mark.toLowerCase();
  return [text, [...text].reverse().join('')].flatMap((each) =>
    Array.from({ length: Math.max(0, each.length - length + 1) }, (_, at) => each.slice(at, at + length)),
  );
}
