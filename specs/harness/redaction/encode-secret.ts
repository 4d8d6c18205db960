import { deflateSync, gzipSync } from 'node:zlib';

const units = (text: string) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
const points = (text: string) => [...text].map((character) => character.codePointAt(0) ?? 0);
const bytes = (text: string) => [...Buffer.from(text)];
const pair = (byte: number) => byte.toString(16).padStart(2, '0');
const hex = (text: string) => bytes(text).map(pair);
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const lines = (text: string, length: number, end = '\n') =>
  text.match(new RegExp(`.{1,${length}}`, 'g'))?.join(end) ?? '';

const utf16 = (text: string) => Buffer.from(`key ${text}`, 'utf16le');
const pieces = (text: string) => text.match(/[\s\S]{1,7}/gu) ?? [];
const half = (text: string, encode: (character: string) => string) =>
  [...text]
    .map((character, at) => (at % 2 === 0 || /[\\%&=+]/.test(character) ? encode(character) : character))
    .join('');

/** RFC 2047, section 4.2. */
const quotedWord = (text: string) =>
  bytes(text)
    .map((byte) =>
      /[a-z0-9]/i.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `=${pair(byte).toUpperCase()}`,
    )
    .join('');

/** RFC 4648, sections 6 and 7. */
function base32(text: string, alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'): string {
  const bits = bytes(text)
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function base58(text: string): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let digits = '';
  for (let rest = BigInt(`0x${hex(text).join('')}`); rest > 0n; rest /= 58n)
    digits = alphabet[Number(rest % 58n)] + digits;
  return digits;
}

/** Lines of sixteen bytes: an offset, and what `line` makes of them. */
function dump(text: string, line: (row: number[]) => string, width: number, base: number, end = ''): string {
  const all = bytes(text);
  const rows = Array.from({ length: Math.ceil(all.length / 16) }, (_, row) => all.slice(row * 16, row * 16 + 16));
  return rows.map((row, at) => `${(at * 16).toString(base).padStart(width, '0')}${end} ${line(row)}\n`).join('');
}

const asText = (row: number[]) =>
  row.map((byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');

/** Encodings in which nothing of a secret stays as it was: what servers, tools and people make of it on the way. */
export const encodings: Readonly<Record<string, (secret: string) => string>> = {
  'in hex': (text) => hex(text).join(''),
  'in capital hex': (text) => hex(text).join('').toUpperCase(),
  'in hex with colons': (text) => hex(text).join(':'),
  'in hex with spaces': (text) => hex(text).join(' '),
  'in hex, in lines': (text) => lines(hex(text).join(''), 20),
  'in hex, as xxd prints it': (text) => lines(hex(text).join(''), 4, ' '),
  'as a buffer': (text) => `<Buffer ${hex(text).join(' ')}>`,
  'as bytes of C': (text) =>
    hex(text)
      .map((byte) => `0x${byte}`)
      .join(', '),
  'as bytes of a string': (text) =>
    hex(text)
      .map((byte) => `\\x${byte}`)
      .join(''),
  'as a list of bytes': (text) => `[${bytes(text).join(',')}]`,
  'as a list of bytes, written out': (text) => JSON.stringify(bytes(text), null, 2),
  'in base64, in lines': (text) => lines(base64(`user:${text} and more`), 16, '\r\n'),
  'in base64, in lines, in JSON': (text) => JSON.stringify(lines(base64(`user:${text} and more`), 16)),
  'in base64, in lines, indented': (text) => lines(base64(text), 16, '\n      '),
  'in base64 twice': (text) => base64(base64(text)),
  'in base64 twice, within more': (text) => base64(`{"auth":"${base64(`a:${text}`)}"}`),
  'in base64url twice': (text) => Buffer.from(Buffer.from(text).toString('base64url')).toString('base64url'),
  'in hex, in base64': (text) => base64(hex(text).join('')),
  'compressed, in base64': (text) => base64(gzipSync(`{"token":${JSON.stringify(text)}}`)),
  'deflated, in base64': (text) => base64(deflateSync(`before ${text} after`)),
  'compressed, in hex': (text) => gzipSync(text).toString('hex'),
  'escaped for JavaScript, every unit': (text) =>
    units(text)
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  'escaped for JavaScript, every point': (text) =>
    points(text)
      .map((point) => `\\u{${point.toString(16)}}`)
      .join(''),
  'escaped for JavaScript twice': (text) =>
    JSON.stringify(
      units(text)
        .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
        .join(''),
    ),
  'escaped for HTML, every character': (text) =>
    points(text)
      .map((point) => `&#${point};`)
      .join(''),
  'escaped for HTML in hex, every character': (text) =>
    points(text)
      .map((point) => `&#x${point.toString(16)};`)
      .join(''),
  'escaped for CSS, every character': (text) =>
    points(text)
      .map((point) => `\\${point.toString(16)} `)
      .join(''),
  'escaped for CSS in six digits': (text) =>
    points(text)
      .map((point) => `\\${point.toString(16).padStart(6, '0')}`)
      .join(''),
  'escaped for URLs, every byte': (text) =>
    hex(text)
      .map((byte) => `%${byte}`)
      .join(''),
  'escaped for URLs twice': (text) =>
    hex(text)
      .map((byte) => `%25${byte}`)
      .join(''),
  'in octal': (text) =>
    bytes(text)
      .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
      .join(''),
  'quoted-printable': (text) =>
    lines(
      hex(text)
        .map((byte) => `=${byte.toUpperCase()}`)
        .join(''),
      60,
      '=\r\n',
    ),
  'in words of a MIME header, in base64': (text) =>
    pieces(text)
      .map((piece) => `=?utf-8?B?${base64(piece)}?=`)
      .join('\r\n '),
  'in words of a MIME header, quoted': (text) =>
    pieces(text)
      .map((piece) => `=?UTF-8?q?${quotedWord(piece)}?=`)
      .join(' '),
  'in base32': (text) => base32(text),
  'in base32, in small letters, within more': (text) => base32(`key ${text} end`).toLowerCase(),
  'in base32hex': (text) => base32(text, '0123456789ABCDEFGHIJKLMNOPQRSTUV'),
  'in base58': base58,
  'in UTF-16, in hex': (text) => utf16(text).toString('hex'),
  'in UTF-16 with the large byte first, in hex': (text) => utf16(text).swap16().toString('hex'),
  'in UTF-16, in base64': (text) => base64(utf16(text)),
  'with zeros between': (text) => JSON.stringify([...text].join('\0')),
  'with blanks between': (text) => [...text].join(' '),
  'in base64 with blanks': (text) => lines(base64(text), 6, ' '),
  'in UTF-7': (text) => `+${Buffer.from(text, 'utf16le').swap16().toString('base64').replace(/=+$/, '')}-`,
  'in hex with dots': (text) => hex(text).join('.'),
  'in hex, as a list of strings': (text) => JSON.stringify(hex(text)),
  'as a dump of xxd': (text) =>
    dump(text, (row) => `${lines(row.map(pair).join(''), 4, ' ').padEnd(41)}${asText(row)}`, 8, 16, ':'),
  'as a dump of hexdump -C': (text) => dump(text, (row) => ` ${row.map(pair).join(' ')}  |${asText(row)}|`, 8, 16),
  'as a dump of hexdump': (text) =>
    dump(
      text,
      (row) =>
        (row.length % 2 === 0 ? row : [...row, 0])
          .map(pair)
          .join('')
          .replace(/(..)(..)/g, '$2$1 '),
      7,
      16,
    ),
  'as a dump of od': (text) => dump(text, (row) => row.map(pair).join(' '), 7, 8),
  'as bytes of Python': (text) =>
    bytes(text)
      .map((byte) => (byte > 32 && byte < 127 && byte !== 92 ? String.fromCharCode(byte) : `\\x${pair(byte)}`))
      .join(''),
  'as `String.fromCharCode`': (text) => `String.fromCharCode(${units(text).join(', ')})`,
  'as `chr` of PHP': (text) =>
    bytes(text)
      .map((byte) => `chr(${byte})`)
      .join('.'),
  'as an object of bytes': (text) => JSON.stringify({ ...bytes(text) }),
  'as a list of bytes in octal': (text) =>
    bytes(text)
      .map((byte) => byte.toString(8).padStart(3, '0'))
      .join(' '),
  'in binary': (text) =>
    bytes(text)
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join(' '),
  'in octal of any length': (text) =>
    bytes(text)
      .map((byte) => `\\${byte.toString(8)}`)
      .join(''),
  'escaped for HTML, in several ways': (text) =>
    points(text)
      .map((point, at) => (at % 2 === 0 ? `&#0${point};` : `&#X00${point.toString(16).toUpperCase()};`))
      .join(''),
  'escaped for URLs, every other character': (text) =>
    half(text, (character) =>
      hex(character)
        .map((byte, at) => `%${at % 2 === 0 ? byte.toUpperCase() : byte}`)
        .join(''),
    ),
  'escaped for URLs four times': (text) =>
    hex(text)
      .map((byte) => `%252525${byte}`)
      .join(''),
  'in base64, escaped for URLs': (text) =>
    bytes(base64(text))
      .map((byte) => `%${pair(byte)}`)
      .join(''),
  'in base64, as a list of strings': (text) => JSON.stringify(lines(base64(text), 9).split('\n')),
  'compressed twice, in base64': (text) => base64(gzipSync(gzipSync(text))),
  'in lines': (text) => pieces(text).join('\n    '),
  'in lines of a quotation': (text) => pieces(text).join('\n> '),
  'in pieces that are joined': (text) =>
    pieces(text)
      .map((piece) => JSON.stringify(piece))
      .join(' +\n  '),
  'as a list of characters': (text) => JSON.stringify([...text]),
  'with characters between that are not shown': (text) => [...text].join('\u200b'),
};

/** What joins pieces leaves out the white space at their ends, also where it belongs to the secret; a backslash there may continue a line. */
const cutIntoPieces = /lines of|in lines$|between|pieces|characters/;

/** The encodings in which a secret can be told again from what they make of it. */
export function encodingsFor(secret: string): [string, (secret: string) => string][] {
  const isOneWord = !/[\s\\]/.test(secret);
  return Object.entries(encodings).filter(([name]) => isOneWord || !cutIntoPieces.test(name));
}
