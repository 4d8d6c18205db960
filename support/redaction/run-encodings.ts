/**
 * Encodings of bytes in stretches of text: hex, numbers, base64, base32 and base58. They are decoded before a text is searched, in
 * redaction and in the last scan alike.
 */

/** A stretch of text that encodes bytes. */
export interface RunEncoding {
  name: string;
  /** The characters that a stretch consists of: digits of the encoding, and what may stand between them. */
  members: Uint8Array;
  /** A stretch of fewer digits encodes less than a secret. */
  leastDigits: number;
  /** Characters that a stretch may have at the beginning of a line. */
  indentation: Uint8Array | undefined;
  /** What a stretch may stand for: one reading for each alignment. */
  decode: (run: string) => Buffer[];
}

const isSeparator = 1;
const isDigit = 2;

/** A table of ASCII with what each character is to an encoding; 0 where it is nothing. */
function table(digits: string, separators = ''): Uint8Array {
  const entries = new Uint8Array(128);
  for (const character of separators) entries[character.charCodeAt(0)] = isSeparator;
  for (const character of digits) entries[character.charCodeAt(0)] = isDigit;
  return entries;
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
const base58Alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
/** RFC 4648, sections 6 and 7. */
const base32Alphabets = ['abcdefghijklmnopqrstuvwxyz234567', '0123456789abcdefghijklmnopqrstuv'];

export const runEncodings: readonly RunEncoding[] = [
  {
    // `7061`, `70:61`, `70.61`, `0x70, 0x61`, `\x70\x61`, `["70","61"]`, in lines as xxd and openssl print them.
    name: 'hex',
    members: table('0123456789abcdefABCDEF', ' \t\r\n,:;.|/_-\\xXrnhH"\'[]#'),
    leastDigits: 12,
    indentation: undefined,
    decode(run) {
      const digits = run.replace(/0x|\\x|[^0-9a-f]/gi, '');
      if (digits.length < 12) return [];
      return [digits, digits.slice(1)].flatMap((each) => readings(Buffer.from(each, 'hex')));
    },
  },
  {
    // `112, 97`, `chr(112).chr(97)`, `{"0":112,"1":97}`, also in octal and in binary.
    name: 'a list of numbers',
    members: table('0123456789', ' \t\r\n,;.+|&()[]{}:"\'-chraoxCHRAOX'),
    leastDigits: 12,
    indentation: undefined,
    decode: (run) => [...fromNumbers(run), ...fromDigits(run)],
  },
  {
    // In lines (RFC 2045, section 6.8), in base64 again, or compressed. One line of base64 is searched without decoding.
    name: 'base64',
    members: table(`${letters}${letters.toUpperCase()}0123456789+/_-`, '=\r\n\\'),
    leastDigits: 12,
    indentation: table(' \t"\'>|'),
    decode(run) {
      const encoded = run.replace(/\\[rn]|[^A-Za-z0-9+/_-]/g, '');
      if (encoded.length < 12) return [];
      return [0, 1, 2, 3].map((lead) => Buffer.from(encoded.slice(lead), 'base64'));
    },
  },
  {
    name: 'base32',
    members: table(`${letters}${letters.toUpperCase()}0123456789`),
    leastDigits: 10,
    indentation: undefined,
    decode(run) {
      const small = run.toLowerCase();
      if (run !== small && run !== run.toUpperCase()) return [];
      return base32Alphabets.flatMap((alphabet) =>
        Array.from({ length: 8 }, (_, lead) => fromBase32(small.slice(lead), alphabet)),
      );
    },
  },
  {
    // Its digits have no places of their own in the text, so that only a whole word is decoded.
    name: 'base58',
    members: table(base58Alphabet),
    leastDigits: 9,
    indentation: undefined,
    decode: (run) => (run.length > longestBase58 ? [] : [fromBase58(run)]),
  },
];

/** The longest word that is read as one number. */
const longestBase58 = 200;

/**
 * The stretches of an encoding in a text. Not by a regular expression: its stack would overflow at a stretch of megabytes. Of ordinary
 * text, most characters are skipped: a stretch is as long as its least digits, or longer.
 * @returns the beginning of each, and its end
 */
export function* runsOf(
  text: string,
  { members, leastDigits, indentation }: RunEncoding,
): Generator<[number, number], void, undefined> {
  const { length } = text;
  const mayBelong = (code: number) => code < 128 && (members[code] !== 0 || indentation?.[code] === 1);
  for (let start = 0; start + leastDigits <= length; ) {
    let breaking = start + leastDigits - 1;
    while (breaking >= start && mayBelong(text.charCodeAt(breaking))) breaking -= 1;
    if (breaking >= start) {
      start = breaking + 1;
      continue;
    }

    const { end, digits } = runFrom(text, start, members, indentation);
    if (digits >= leastDigits) yield [start, end];
    start = end + 1;
  }
}

/** Where a stretch ends, and how many digits it has. It ends at the first character that the encoding does not use; indentation is skipped. */
function runFrom(
  text: string,
  start: number,
  members: Uint8Array,
  indentation: Uint8Array | undefined,
): { end: number; digits: number } {
  let digits = 0;
  let isIndented = false;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const member = code < 128 ? members[code] : 0;
    if (member === isDigit) digits += 1;
    if (member) isIndented = code === lineFeed;
    else if (!isIndented || at === start || code >= 128 || indentation?.[code] !== 1) return { end: at, digits };
  }
  return { end: text.length, digits };
}

const lineFeed = 10;

/** Bytes of UTF-8, and the same numbers as code points, as `String.fromCharCode` takes them. */
function readings(bytes: Buffer): Buffer[] {
  return bytes.some((byte) => byte > 127) ? [bytes, Buffer.from(bytes.toString('latin1'))] : [bytes];
}

/** Numbers one by one: bytes, signed bytes or code points, in decimal, octal or binary; or the values of an object with numbered keys. */
function fromNumbers(run: string): Buffer[] {
  const words = run.match(/(?<![\d)])-\d{1,3}|(?<=0o)[0-7]+|\d+(?:\.0(?!\d))?/g) ?? [];
  if (words.length < leastNumbers) return [];

  const numbers = words.map(Number);
  const everyOther = [0, 1].map((lead) => numbers.filter((_, index) => index % 2 === lead));
  const inOctal = words.filter((word) => /^[0-7]{1,3}$/.test(word));
  const inBinary = words.filter((word) => /^[01]{7,8}$/.test(word));
  return [...[numbers, ...everyOther].flatMap(asBytesOrPoints), inBase(inOctal, 8), inBase(inBinary, 2)];
}

/** A secret has six characters or more. */
const leastNumbers = 6;

function asBytesOrPoints(numbers: readonly number[]): Buffer[] {
  const isPoint = (number: number) => number >= 0 && number <= 0x10ffff;
  const points = numbers.map((number) => (isPoint(number) ? String.fromCodePoint(number) : ' ')).join('');
  return [Buffer.from(numbers), ...(numbers.some((number) => number > 127) ? [Buffer.from(points)] : [])];
}

function inBase(words: readonly string[], base: number): Buffer {
  return Buffer.from(words.map((word) => Number.parseInt(word, base)));
}

/** Digits without separators: three in decimal or eight in binary for each byte. */
function fromDigits(run: string): Buffer[] {
  const digits = run.match(/\d{18,}/g) ?? [];
  return digits.flatMap((word) => {
    const [width, base] = /^[01]+$/.test(word) ? [8, 2] : [3, 10];
    const groups = new RegExp(`\\d{${width}}`, 'g');
    return Array.from({ length: width }, (_, lead) => inBase(word.slice(lead).match(groups) ?? [], base));
  });
}

function fromBase32(text: string, alphabet: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text) {
    value = ((value << 5) | alphabet.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;

    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}

function fromBase58(text: string): Buffer {
  let number = 0n;
  for (const letter of text) number = number * 58n + BigInt(base58Alphabet.indexOf(letter));
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}
