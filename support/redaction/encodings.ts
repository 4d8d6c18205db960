import { constants, inflateRawSync } from 'node:zlib';

/**
 * The catalogue of encodings beyond those that are derived for each secret (secret-forms.ts): what is decoded before a text is
 * searched, in redaction and in the last scan alike.
 */

/** A stretch of text that encodes bytes. */
export interface RunEncoding {
  name: string;
  /** The characters that a stretch consists of, separators among them. */
  members: Uint8Array;
  /** Characters that a stretch may have at the beginning of a line. */
  indentation: Uint8Array | undefined;
  /** What a stretch may stand for: one reading for each alignment. */
  decode: (run: string) => Buffer[];
}

/** A table of ASCII: 1 for each of these characters. */
function table(characters: string): Uint8Array {
  const entries = new Uint8Array(128);
  for (const character of characters) entries[character.charCodeAt(0)] = 1;
  return entries;
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

export const runEncodings: readonly RunEncoding[] = [
  {
    // `7061`, `70:61`, `70 61`, `0x70, 0x61`, `\x70\x61`, in lines as xxd and openssl print them.
    name: 'hex',
    members: table('0123456789abcdefABCDEF \t\r\n,:;-\\xXrn'),
    indentation: undefined,
    decode(run) {
      const digits = run.replace(/0x|\\x|[^0-9a-f]/gi, '');
      return digits.length < 12 ? [] : [Buffer.from(digits, 'hex'), Buffer.from(digits.slice(1), 'hex')];
    },
  },
  {
    name: 'a list of bytes in decimal',
    members: table('0123456789 \t\r\n,;'),
    indentation: undefined,
    decode(run) {
      const numbers = run.split(/[\s,;]+/).filter((text) => text !== '');
      return numbers.length < 6 ? [] : [Buffer.from(numbers.map(Number))];
    },
  },
  {
    // In lines (RFC 2045, section 6.8), in base64 again, or compressed. One line of base64 is searched without decoding.
    name: 'base64',
    members: table(`${letters}${letters.toUpperCase()}0123456789+/=_-\r\n\\`),
    indentation: table(' \t"\'>|'),
    decode(run) {
      const encoded = run.replace(/\\[rn]|[^A-Za-z0-9+/_-]/g, '');
      if (encoded.length < 12) return [];
      return [0, 1, 2, 3].map((lead) => Buffer.from(encoded.slice(lead), 'base64'));
    },
  },
  {
    name: 'base32',
    members: table(`${letters.toUpperCase()}234567`),
    indentation: undefined,
    decode: (run) => Array.from({ length: 8 }, (_, lead) => fromBase32(run.slice(lead))),
  },
];

/** The shortest stretch that may encode a secret of six characters. */
const shortestRun = 10;

/**
 * The stretches of an encoding in a text. Not by a regular expression: its stack would overflow at a stretch of megabytes.
 * @returns the beginning of each, and its end
 */
export function* runsOf(
  text: string,
  { members, indentation }: RunEncoding,
): Generator<[number, number], void, undefined> {
  let start = 0;
  let isIndented = false;
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (members[code] === 1) isIndented = code === lineFeed;
    else if (indentation === undefined || !isIndented || indentation[code] !== 1 || at === start) {
      if (at - start >= shortestRun) yield [start, at];
      start = at + 1;
      isIndented = false;
    }
  }
}

const lineFeed = 10;

/** Escapes that may stand for any character: each kind is resolved in the whole text. */
export interface EscapeEncoding {
  name: string;
  /** Whether a text may have any. */
  sign: RegExp;
  /** One escape, with what it stands for in a named group or in the first group. */
  sequence: RegExp;
  resolve: (match: RegExpExecArray) => string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

export const escapeEncodings: readonly EscapeEncoding[] = [
  {
    // JavaScript and JSON, URLs, HTML: they are nested in each other, so they are resolved together.
    name: 'escapes of JavaScript, URLs and HTML',
    sign: /[\\%&]/,
    sequence:
      /\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|((?:%[0-9a-f]{2})+)|&#x([0-9a-f]{1,6});?|&#(\d{1,7});?|&(amp|lt|gt|quot|apos|nbsp);|\\([\\/"'`])/gi,
    resolve([, braced, unit, byte, percent, hex, decimal, entity, plain]) {
      if (percent !== undefined) return Buffer.from(percent.replaceAll('%', ''), 'hex').toString('utf8');
      if (entity !== undefined) return entities[entity.toLowerCase()] ?? '';
      if (plain !== undefined) return plain;
      return decimal === undefined ? character(braced ?? unit ?? byte ?? hex, 16) : character(decimal, 10);
    },
  },
  {
    // CSS Syntax Level 3, 4.3.7: up to six digits, and one space that ends them.
    name: 'escapes of CSS',
    sign: /\\[0-9a-f]/i,
    sequence: /\\([0-9a-f]{1,6})\s?/gi,
    resolve: ([, digits]) => character(digits, 16),
  },
  {
    name: 'octal escapes',
    sign: /\\[0-7]{3}/,
    sequence: /((?:\\[0-3][0-7]{2})+)/g,
    resolve: ([, run = '']) =>
      Buffer.from(
        run
          .split('\\')
          .slice(1)
          .map((digits) => Number.parseInt(digits, 8)),
      ).toString('utf8'),
  },
  {
    // RFC 2045, section 6.7.
    name: 'quoted-printable',
    sign: /=(?:[0-9a-f]{2}|\r?\n)/i,
    sequence: /(?:=[0-9a-f]{2}|=\r?\n)+/gi,
    resolve: ([run]) => Buffer.from(run.replace(/[=\r\n]/g, ''), 'hex').toString('utf8'),
  },
];

/** The largest content that is unpacked: a few bytes may stand for any number. */
const mostBytes = 16 * 1024 * 1024;

/** How many beginnings of something compressed are tried in one stretch. */
const mostAttempts = 4;

/** What is compressed in these bytes, wherever it begins, also if it is cut off. */
export function unpacked(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let attempts = 0;
  for (let at = 0; at < bytes.length && attempts < mostAttempts; at += 1) {
    if (bytes[at] !== 0x1f && bytes[at] !== 0x78) continue;
    const start = deflatedFrom(bytes.subarray(at, at + 1024));
    if (start === undefined) continue;

    attempts += 1;
    const inner = inflated(bytes.subarray(at + start));
    if (inner !== undefined) found.push(inner);
  }
  return found;
}

function inflated(bytes: Buffer): Buffer | undefined {
  try {
    const { Z_SYNC_FLUSH: finishFlush } = constants;
    return inflateRawSync(bytes, { maxOutputLength: mostBytes, finishFlush });
  } catch {
    // It only looked like it.
    return undefined;
  }
}

/** Where the deflated bytes begin. Source: RFC 1952, 2.3; RFC 1950, 2.2. */
function deflatedFrom(bytes: Buffer): number | undefined {
  const [first = 0, second = 0, method = 0, flags = 0] = bytes;
  if (first === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(second)) return 2;
  if (first !== 0x1f || second !== 0x8b || method !== 8) return undefined;

  let start = 10;
  if (flags & 4) start += 2 + (bytes[start] ?? 0) + 256 * (bytes[start + 1] ?? 0);
  for (const flag of [8, 16]) if (flags & flag) start = bytes.indexOf(0, start) + 1;
  return flags & 2 ? start + 2 : start;
}

function character(digits: string | undefined, base: number): string {
  const point = Number.parseInt(digits ?? '', base);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}

/** RFC 4648, section 6. */
function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text) {
    value = ((value << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;

    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}
