import { fromDump } from './hex-dump.ts';

/** Escapes that may stand for any character: each kind is resolved in the whole text, before it is searched. */
export interface EscapeEncoding {
  name: string;
  /** Whether a text may have any. */
  sign: RegExp;
  /** One escape, with what it stands for in a group. */
  sequence: RegExp;
  resolve: (match: RegExpExecArray) => string;
}

/** HTML Standard, 13.5, "Named character references": those of ASCII. */
const entities: Readonly<Record<string, string>> = Object.fromEntries(
  'amp & lt < gt > quot " apos \' excl ! num # dollar $ percnt % lpar ( rpar ) ast * plus + comma , hyphen - dash - period . sol / colon : semi ; equals = quest ? commat @ lsqb [ lbrack [ bsol \\ rsqb ] rbrack ] hat ^ lowbar _ grave ` lcub { lbrace { verbar | vert | rcub } rbrace }'
    .split(/ (?=[a-z]{2,} )/)
    .map((pair) => pair.split(' ')),
);
const entityNames = Object.keys(entities).join('|');
const whiteSpace: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

export const escapeEncodings: readonly EscapeEncoding[] = [
  {
    // JavaScript, JSON and Python, URLs, HTML: they are nested in each other, so they are resolved together.
    name: 'escapes of JavaScript, URLs and HTML',
    sign: /[\\%&]/,
    sequence: new RegExp(
      [
        String.raw`\\u\{0*([0-9a-fA-F]{1,6})\}|[\\%]u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\x([0-9a-fA-F]{2})|((?:%[0-9a-fA-F]{2})+)`,
        String.raw`&#[xX]0*([0-9a-fA-F]{1,6});?|&#0*(\d{1,7});?|&(${entityNames}|nbsp|AMP|LT|GT|QUOT);|\\([^0-9a-zA-Z\r\n])|\\([nrt])`,
      ].join('|'),
      'g',
    ),
    resolve([, braced, unit, long, byte, percent, hex, decimal, entity, plain, space]) {
      if (percent !== undefined) return Buffer.from(percent.replaceAll('%', ''), 'hex').toString('utf8');
      if (entity !== undefined) return entities[entity.toLowerCase()] ?? ' ';
      if (plain !== undefined) return plain;
      if (space !== undefined) return whiteSpace[space] ?? '';
      return decimal === undefined ? character(braced ?? unit ?? long ?? byte ?? hex, 16) : character(decimal, 10);
    },
  },
  {
    name: 'escapes of URLs, several times over',
    sign: /%25/,
    sequence: /((?:%(?:25)*[0-9a-f]{2})+)/gi,
    resolve: ([, run = '']) => Buffer.from(run.replace(/%(?:25)*([0-9a-f]{2})/gi, '$1'), 'hex').toString('utf8'),
  },
  {
    // CSS Syntax Level 3, 4.3.7: up to six digits, and one space that ends them.
    name: 'escapes of CSS',
    sign: /\\[0-9a-f]/i,
    sequence: /\\([0-9a-f]{1,6})\s?/gi,
    resolve: ([, digits]) => character(digits, 16),
  },
  {
    // `\303\274` of a shell or C, `\xc3\xbc` of Python: bytes of UTF-8.
    name: 'escaped bytes',
    sign: /\\[x0-7]/,
    sequence: /(?:\\x[0-9a-f]{2}|\\[0-3]?[0-7]{1,2})+/gi,
    resolve([run]) {
      const bytes = run.split('\\').slice(1);
      return Buffer.from(
        bytes.map((word) => (word.startsWith('x') ? Number.parseInt(word.slice(1), 16) : Number.parseInt(word, 8))),
      ).toString('utf8');
    },
  },
  {
    // RFC 2045, section 6.7.
    name: 'quoted-printable',
    sign: /=(?:[0-9a-f]{2}|\r?\n)/i,
    sequence: /(?:=[0-9a-f]{2}|=\r?\n)+/gi,
    resolve: ([run]) => Buffer.from(run.replace(/[=\r\n]/g, ''), 'hex').toString('utf8'),
  },
  {
    // RFC 2047, section 4: a text is cut into words, and the white space between them is none of it.
    name: 'words of a MIME header',
    sign: /=\?[\w*-]+\?[qb]\?/i,
    sequence: /(?:=\?[\w*-]{1,40}\?[qb]\?[^?\s]{0,200}\?=[ \t\r\n]{0,8})+/gi,
    resolve: ([words]) =>
      [...words.matchAll(/\?([qb])\?([^?\s]*)\?=/gi)]
        .map(([, kind = '', text = '']) => (kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : fromQ(text)))
        .join(''),
  },
  {
    // RFC 2152: UTF-16 in base64.
    name: 'UTF-7',
    sign: /\+[A-Za-z0-9+/]{3}/,
    sequence: /\+([A-Za-z0-9+/]{3,})-?/g,
    resolve([, run = '']) {
      const bytes = Buffer.from(run, 'base64');
      return bytes
        .subarray(0, bytes.length & ~1)
        .swap16()
        .toString('utf16le');
    },
  },
  {
    name: 'a hex dump',
    sign: /(?<![0-9a-f])[0-9a-f]{6,8}:? +\S/i,
    sequence:
      /(?:(?:(?<![0-9a-f \t])[ \t]*|(?<=[ \t]))[0-9a-f]{6,8}:?(?: +(?:[^\s\\]|\\(?!n[ \t]*[0-9a-f]{6})){1,32}){1,40} *(?:\r?\n|\\n|$))+/gi,
    resolve: ([dump]) => fromDump(dump),
  },
];

/** The Q encoding: `=3D` is a byte, and `_` a blank. */
function fromQ(text: string): Buffer {
  const bytes = text.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (_, digits) => character(digits, 16));
  return Buffer.from(bytes, 'latin1');
}

const ignored = String.raw`[\0\p{Cf}\p{Default_Ignorable_Code_Point}]+`;
const lineBreak = String.raw`(?:\r\n|\r|\n)[ \t]{0,200}`;
const concatenation = String.raw`(["'\x60])(?:\s{0,80}[+.&]{1,2}\s{0,80}|\s{1,80})\1`;

/** What stands between the pieces of a text that was cut: lines, strings that are joined or listed, characters that are not shown. */
export const joints: readonly EscapeEncoding[] = [
  {
    name: 'pieces',
    sign: /[\r\n"'`\0\p{Cf}\p{Default_Ignorable_Code_Point}]/u,
    sequence: new RegExp(`${concatenation}|${lineBreak}|${ignored}`, 'gu'),
    resolve: () => '',
  },
  {
    name: 'a list of strings',
    sign: /"\s*,\s*"/,
    sequence: /(?<!")[[{]\s{0,80}(?:"0"\s?:\s?)?"|"\s{0,80},\s{0,80}(?:"\d{1,4}"\s?:\s?)?"/g,
    resolve: () => '',
  },
  {
    name: 'lines of a quotation or a comment',
    sign: /\n[ \t]*(?:[>|#*+]|\/\/)|\\\r?\n/,
    sequence: new RegExp(String.raw`${lineBreak}(?:(?:> ?){1,4}|[|#*+]|//)[ \t]{0,8}|\\${lineBreak}`, 'gu'),
    resolve: () => '',
  },
];

/** All that may stand between two characters, blanks among it. */
export const spacing: EscapeEncoding = {
  name: 'white space',
  sign: /[\s\0\p{Cf}]/u,
  sequence: new RegExp(`${concatenation}|\\s+|${ignored}`, 'gu'),
  resolve: () => '',
};

/** A text as each of the joints would leave it: a secret of several lines loses its own line breaks where pieces are joined. */
export function withoutJoints(text: string): string[] {
  return [...joints, spacing].map(({ sequence }) => text.replace(sequence, '')).filter((joined) => joined !== text);
}

function character(digits: string | undefined, base: number): string {
  const point = Number.parseInt(digits ?? '', base);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}
