/** What copying leaves in or around a value, and what a value looks like without it. */

const quotes = `"'\`“”„‟‘’‚‹›«»`;
const oneQuote = { start: new RegExp(`^[${quotes}]`), end: new RegExp(`[${quotes}]$`) };
const wholeQuotes = new RegExp(`^[${quotes}]([\\s\\S]*)[${quotes}]$`);
/** A space that does not break, a zero-width one, a byte order mark, a direction mark: none of them can be seen. */
const unseen = /[\p{Cf}\u00a0\u2000-\u200f\u2028\u2029\u202f\u205f\u3000]/u;
/** Also hyphens that look like the keyboard's, and the wide forms of its characters. */
const typographic = /[“”„‟‘’‚‹›«»‐‑‒–—―−…\uff01-\uff5e]/;
const escapeAtEnd = /(?:\\[nrt])+$/;
const listMark = /[,;]+$/;

/** `scheme://…`, also where something was pasted before it. */
export function isAddressLike(value: string): boolean {
  return /^[a-z][a-z0-9+.-]{1,20}:(?:\\?\/){2}/i.test(withoutPaste(value).slice(0, 64).normalize('NFKC'));
}

/** The value without what was pasted around it. */
export function withoutPaste(value: string): string {
  let text = value;
  for (let round = 0; round < 3; round += 1) {
    const before = text;
    text = text.replaceAll(new RegExp(unseen, 'gu'), '').trim();
    text = trimEnd(trimEnd(text, escapeAtEnd), listMark).trim();
    text = wholeQuotes.exec(text)?.[1] ?? trimEnd(text.replace(oneQuote.start, ''), oneQuote.end);
    if (text === before) return text;
  }
  return text;
}

/** The address in what a page, a mail or a chat makes of one: `<https://…>`, `[text](https://…)`, `**https://…**`. */
export function unwrapped(value: string): string {
  const text = withoutPaste(value);
  const [, angled, linked, bold] =
    /^<([^<>\s]{1,2000})>$|^\[[^[\]]{0,2000}\]\(([^()\s]{1,2000})\)$|^\*\*([^*\s]{1,2000})\*\*$/.exec(text) ?? [];
  return angled ?? linked ?? bold ?? text;
}

/** Only the last characters are looked at: what is searched from every position takes the square of the length. */
function trimEnd(text: string, ending: RegExp): string {
  const from = Math.max(0, text.length - 16);
  return text.slice(0, from) + text.slice(from).replace(ending, '');
}

/** What a page or a console shows around a token: bold text, brackets, a full stop, the end of a line that a shell continues. */
export function withoutMarks(value: string): string {
  const text = withoutPaste(value).replace(/^(?:\*{1,2}|[([])/, '');
  return trimEnd(text, /(?:\*{1,2}|[)\].\\]|%0[ad])$/i);
}

/** The command that a console offers for copying, in place of the address in it: `psql 'postgres://…'`, `redis-cli -u redis://…`. */
export function commandBefore(value: string): string | undefined {
  const [, command] =
    /^\s{0,9}(?:\$ )?(psql|pg_dump|mysql|mongosh?|redis-cli|curl|wget)\s[^\n]{0,80}?[a-z][a-z0-9+]{1,20}:\/\//i.exec(
      value.slice(0, 160),
    ) ?? [];
  return command;
}

/** A key, a certificate or JSON: in these, line breaks, blanks and quotation marks are at home. */
export function isStructuredText(value: string): boolean {
  return isPem(value) || /^\s*[{[][\s\S]*[}\]]\s*$/.test(value) || /\S[ \t]*\r?\n[ \t]*\S/.test(value);
}

const blockMark = '-----BEGIN ';

/** Texts between two lines of dashes, with real or written line breaks, or blanks for them. Source: RFC 7468, section 2. */
export function isPem(value: string): boolean {
  const text = withoutEscapes(value);
  if (!text.startsWith(blockMark)) return false;
  // A certificate and its key, or a chain of them, stand one behind the other.
  return text
    .split(blockMark)
    .slice(1)
    .every((block) => {
      const label = /^([A-Z0-9 ]{1,40})-----/.exec(block)?.[1];
      return label !== undefined && withoutEscapes(block).endsWith(`-----END ${label}-----`);
    });
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
  const forgiven = forgivenFault(value);
  if (forgiven !== undefined) return forgiven;
  if (listMark.test(value.slice(-16))) return 'a comma or semicolon at its end';
  const other = /["`<>]|^'|'$/.exec(value.slice(0, longestSeen))?.[0];
  return other === undefined ? undefined : `the character ${other}`;
}

const longestSeen = 8_192;
const knownScheme = /^(?:https?|wss?|postgres|postgresql|mysql|mariadb|mongodb|rediss?|amqps?)$/i;
const mistyped = /^(?:h{1,2}t{1,3}p{1,2}s{0,2}|t{1,2}ps?|htt?s|hxxps?)$/i;

/**
 * The scheme of what was meant to be an address, of the web or of a database, and is none, or one that a URL parser forgives: `htps://`, `https:/acme.io`,
 * `https//acme.io`, `https://https://acme.io`.
 * @returns in words; undefined where the text does not begin like a web address, or as one should
 */
export function schemeFault(value: string): string | undefined {
  const text = withoutPaste(value).slice(0, 64);
  if (/^(?:https?|wss?):\/\/(?:https?|wss?)(?::|%3a|\/\/)/i.test(text)) return 'its scheme twice';
  const [, scheme, colon = '', slashes = ''] = /^([a-z]{2,10})([:;]?)(\/{1,4})(?=[^/\s])/i.exec(text) ?? [];
  if (scheme === undefined || (colon === '' && slashes.length < 2)) return undefined;
  if (knownScheme.test(scheme))
    // A database on this machine may be named without a host, by its socket.
    return colon === ':' && (slashes === '//' || (slashes === '///' && !/^(?:https?|wss?)$/i.test(scheme)))
      ? undefined
      : `\`${scheme}${colon}${slashes}\` in place of \`${scheme}://\``;
  return mistyped.test(scheme) ? `a mistyped scheme, \`${scheme}${colon}${slashes}\`` : undefined;
}

/** What the host of a web address does not contain, and what markup and encoding leave in one. */
function forgivenFault(value: string): string | undefined {
  const scheme = schemeFault(value);
  if (scheme !== undefined) return scheme;
  if (/(?:\[\^\w{1,9}\]|[\u00b9\u00b2\u00b3\u2070-\u2079]{1,3})$/.test(value.slice(-16)))
    return 'the mark of a footnote at its end';
  if (value.endsWith(')') && !value.includes('(')) return 'a bracket at its end';
  if (value.includes('&amp;')) return 'an ampersand as markup writes it, `&amp;`';
  const host = /^(?:https?|wss?):\/\/([^/?#]{1,255})/i.exec(value)?.[1]?.replace(/^.*@/, '') ?? '';
  if (host.includes('..')) return 'two dots in its host';
  if (/^[^[,]{1,255},(?!https?:|wss?:)[^,]/.test(host)) return 'a comma in its host';
  const mixed = host
    .split('.')
    .find((label) => /[a-z]/i.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(label));
  return mixed === undefined ? undefined : `letters of two alphabets in its host (${mixed})`;
}
