/** `&hyphen;` is another character than `-`; it is decoded to the one that an address has. Source: HTML Standard, section 13.5. */
const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  sol: '/',
  colon: ':',
  period: '.',
  hyphen: '-',
  dash: '-',
  lowbar: '_',
  num: '#',
  quest: '?',
  equals: '=',
  commat: '@',
  shy: '\u00ad',
  zwnj: '\u200c',
  zwj: '\u200d',
};
/** A number needs no semicolon behind it (section 13.2.5.80). */
const entity = new RegExp(`&(?:#x([0-9a-f]{1,6});?|#(\\d{1,7});?|(${Object.keys(named).join('|')});)`, 'gi');

/** A text of HTML without character references: by number, and by the names of the characters that addresses and markup consist of. */
export function decodeEntities(text: string): string {
  return text.replace(entity, (written, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? written;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code >= 0x20 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : written;
  });
}
