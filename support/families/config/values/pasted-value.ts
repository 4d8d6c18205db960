/** What copying leaves in or around a value, and what a value looks like without it. */

const quotes = `"'\`“”„‟‘’‚‹›«»`;
const wholeQuotes = new RegExp(`^[${quotes}]([\\s\\S]*)[${quotes}]$`);
/** A space that does not break, a zero-width one, a byte order mark, a direction mark: none of them can be seen. */
const unseen = /[\p{Cf}\u00a0\u2000-\u200f\u2028\u2029\u202f\u205f\u3000]/u;
const typographic = /[“”„‟‘’‚‹›«»–—…]/;
const escapeAtEnd = /(?:\\[nrt])+$/;
const listMark = /[,;]+$/;

/** `scheme://…`, also where something was pasted before it. */
export function isAddressLike(value: string): boolean {
  return /^[a-z][a-z0-9+.-]{1,20}:(?:\\?\/){2}/i.test(withoutPaste(value));
}

/** The value without what was pasted around it. */
export function withoutPaste(value: string): string {
  let text = value;
  for (let round = 0; round < 3; round += 1) {
    const before = text;
    text = text.replaceAll(new RegExp(unseen, 'gu'), '').trim();
    text = trimEnd(trimEnd(text, escapeAtEnd), listMark).trim();
    text = wholeQuotes.exec(text)?.[1] ?? text;
    if (text === before) return text;
  }
  return text;
}

/** Only the last characters are looked at: what is searched from every position takes the square of the length. */
function trimEnd(text: string, ending: RegExp): string {
  const from = Math.max(0, text.length - 16);
  return text.slice(0, from) + text.slice(from).replace(ending, '');
}

/** A key, a certificate or JSON: in these, line breaks, blanks and quotation marks are at home. */
export function isStructuredText(value: string): boolean {
  return isPem(value) || /^\s*[{[][\s\S]*[}\]]\s*$/.test(value) || /\S[ \t]*\r?\n[ \t]*\S/.test(value);
}

/** Text between two lines of dashes, with real or written line breaks, or blanks for them. Source: RFC 7468, section 2. */
export function isPem(value: string): boolean {
  const label = /^-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(value.trim())?.[1];
  return label !== undefined && withoutEscapes(value).endsWith(`-----END ${label}-----`);
}

/** A key that was cut: it begins as one and does not end as one. */
export function isCutPem(value: string): boolean {
  return /^-----BEGIN [A-Z0-9 ]{1,40}-----/.test(value.trim()) && !isPem(value);
}

function withoutEscapes(value: string): string {
  return trimEnd(value.trim(), escapeAtEnd).trim();
}

/**
 * What copying left in a value that is written without blanks and quotation marks: an address, a name, a token.
 * @returns in words; undefined where nothing is left
 */
export function pasteFault(value: string): string | undefined {
  const code = unseen.exec(value)?.[0].codePointAt(0);
  if (code !== undefined)
    return `a character that cannot be seen (U+${code.toString(16).toUpperCase().padStart(4, '0')})`;
  if (wholeQuotes.test(value.trim())) return 'quotation marks around it, which become part of the value';
  const mark = typographic.exec(value)?.[0];
  if (mark !== undefined) return `a typographic character (${mark})`;
  if (escapeAtEnd.test(value.slice(-16))) return 'an escape at its end, which stands for a line break';
  if (/[ \t]\S/.test(value.trim())) return 'a blank inside';
  return undefined;
}

/** Beside that, what an address does not contain; a URL parser forgives it. */
export function addressFault(value: string): string | undefined {
  const fault = pasteFault(value);
  if (fault !== undefined) return fault;
  if (value.includes('\\')) return 'a backslash, which a URL parser takes for a slash';
  if (listMark.test(value.slice(-16))) return 'a comma or semicolon at its end';
  const other = /["`<>]/.exec(value)?.[0];
  return other === undefined ? undefined : `the character ${other}`;
}
