import fc from '../property.ts';

/** Texts that do something where they are printed: each has a name for the title of a test. */
export const hostileTexts: readonly (readonly [name: string, text: string])[] = [
  ['a NUL', 'a\u0000b'],
  ['a bell and a backspace', 'a\u0007\u0008b'],
  ['a colour (ANSI)', 'a\u001b[31mred\u001b[0mb'],
  ['a cleared screen (ANSI)', 'a\u001b[2J\u001b[Hb'],
  ['a title of the window (OSC)', 'a\u001b]0;owned\u0007b'],
  ['a link of the terminal (OSC 8)', 'a\u001b]8;;https://evil.example\u001b\\here\u001b]8;;\u001b\\b'],
  ['a C1 control', 'a\u009b31mb'],
  ['a line that is overwritten', 'Gate closed\rGate open'],
  ['a reversed direction', 'a\u202egnp.exe\u202cb'],
  ['an isolated direction', 'a\u2066b\u2069'],
  ['zero-width characters', 'a\u200b\u200c\u200d\u2060\ufeffb'],
  ['a soft hyphen', 'a\u00adb'],
  ['tag characters', 'a\u{e0041}\u{e0042}b'],
  ['a variation selector', 'a\u{e0101}b'],
  ['a line separator', 'a\u2028b\u2029c'],
  ['half a surrogate pair', 'a\ud83db'],
  ['the other half', 'a\ude00b'],
];

/** Everything that a terminal obeys or hides; a line feed and a tab are neither. */
export const unseen = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Any text at all, lone surrogates among it. fast-check's own unit `binary` takes seconds to set up. */
export const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0x10_ffff }).map((code) => String.fromCodePoint(code)),
});
