import { deflateSync, gzipSync } from 'node:zlib';

const units = (text: string) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
const points = (text: string) => [...text].map((character) => character.codePointAt(0) ?? 0);
const bytes = (text: string) => [...Buffer.from(text)];
const pair = (byte: number) => byte.toString(16).padStart(2, '0');
const hex = (text: string) => bytes(text).map(pair);
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const lines = (text: string, length: number, end = '\n') =>
  text.match(new RegExp(`.{1,${length}}`, 'g'))?.join(end) ?? '';

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
};
