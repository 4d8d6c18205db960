/**
 * Characters that a terminal obeys or does not show: C0 and C1 controls, bidirectional marks, zero-width characters, lone
 * surrogates and line separators. Tab and line feed stay.
 * Source: Unicode 16, general categories Cc, Cf, Cs, Zl and Zp, and the property Default_Ignorable_Code_Point.
 */
const unseen = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Most text needs no look at each character by its properties. */
const plain = /^[\t\n\x20-\x7e]*$/;

/** Text that is safe to print: what a terminal would obey or hide is written as its code point, `\u{1b}`. */
export function escapeTerminal(text: string): string {
  if (plain.test(text)) return text;
  return text.replace(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
