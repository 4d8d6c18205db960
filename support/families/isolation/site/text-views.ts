import { isUtf8 } from 'node:buffer';
import { unzipSync } from 'node:zlib';
import { decodeEntities } from '../../../text/decode-entities.ts';
import { constantTexts } from './constant-texts.ts';

/** One way to read a file: as it stands, decoded, or put together. */
export interface TextView {
  how: string;
  text: string;
}

const between = String.raw`(?:\/\*[^*]{0,200}\*\/`;
const concatenation = new RegExp(
  String.raw`["'${'`'}][\s)]*${between}[\s)]*)?\+[\s(]*${between}[\s(]*)?["'${'`'}]`,
  'g',
);
const literals = String.raw`((?:(?:"[^"\\\n]*"|'[^'\\\n]*'|${'`'}[^${'`'}\\$\n]*${'`'})(?:\s*,)?\s*)+)`;
const stringList = new RegExp(
  String.raw`\[\s*${literals}\]\s*\.\s*join(?:\(\s*(?:"([^"]*)"|'([^']*)'|${'`'}([^${'`'}]*)${'`'})?\s*\)|${'`'}([^${'`'}]*)${'`'})`,
  'g',
);
const concatLists = new RegExp(String.raw`["'${'`'}]\.concat\(\s*${literals}\)`, 'g');
const concatCalls = /(["'`])\.concat\(\s*(["'`])/g;
const nestedTemplate = /\$\{\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|(\d{1,12}))\s*\}/g;
const encodings = [
  { name: 'base64', token: /[A-Za-z0-9+/_-]{12,}={0,2}/g, encoding: 'base64url' },
  { name: 'hexadecimal digits', token: /(?<![0-9a-z])(?:[0-9a-f]{2}){12,}(?![0-9a-z])/gi, encoding: 'hex' },
] as const;
/** A number that a text is put together with: `"heron-"+417`. */
const addedNumber = /(["'`])\s*\+\s*(\d{1,12})(?![\w.])/g;
const longestToken = 4 * 1024 * 1024;
const deepest = 3;

/**
 * A file in every form in which something may stand in it: plain, with escapes and percent-encoding taken off, with
 * strings that a minifier split put together, and with base64 and hexadecimal digits decoded, also one inside another.
 */
export function textViews(text: string): TextView[] {
  const views: TextView[] = [{ how: 'plain', text }];
  const seen = new Set([text]);
  const add = (how: string, view: string) => {
    if (view.length < 6 || seen.has(view)) return undefined;
    seen.add(view);
    views.push({ how, text: view });
    return view;
  };
  const walk = (current: string, how: string, depth: number) => {
    const unescaped = unescapedText(current);
    add(join(how, 'decoded'), unescaped);
    const joined = joinedStrings(unescaped);
    add(join(how, 'put together'), joined);
    add(join(how, 'put together of constants'), constantTexts(unescaped).join('\n'));
    add(join(how, 'escapes of CSS'), unescapedStyle(current));
    add(join(how, 'without tags'), withoutTags(unescaped));
    add(join(how, 'with ordinary characters'), withOrdinaryCharacters(unescaped));
    if (depth >= deepest) return;
    for (const { name, token, encoding } of encodings) {
      const inner = new Set([current, joined].flatMap((each) => decodedTokens(each, token, encoding)));
      const all = [...inner].join('\n');
      if (add(join(how, name), all) !== undefined) walk(all, join(how, name), depth + 1);
    }
  };
  walk(text, '', 1);
  return views;
}

/** A page as its text is read: React leaves a comment between two pieces of a text, and Next.js cuts its data anywhere. */
function withoutTags(text: string): string {
  if (!/^\s*</.test(text)) return '';
  return text
    .replace(/"\]\)\s*<\/script>\s*<script[^<>]{0,200}>\s*(?:self|this|window)\.__next_f\.push\(\[1,\s*"/g, '')
    .replace(/<!--[^<>]{0,200}-->|<\/?[a-z][^<>]{0,2000}>/gi, '');
}

/** Without characters that are not shown, and with wide letters as a browser reads them in an address. */
function withOrdinaryCharacters(text: string): string {
  if (!/[\u00ad\u200b-\u200d\u2060\ufeff\uff01-\uff5e]/.test(text)) return '';
  return text
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[\uff01-\uff5e]/g, (wide) => wide.normalize('NFKC'));
}

function join(how: string, further: string): string {
  return how === '' ? further : `${how}, ${further}`;
}

/** Escapes of JavaScript and JSON, entities of HTML, percent-encoding (twice over): whatever stands for a character. */
function unescapedText(text: string): string {
  const once = (each: string) =>
    decodeEntities(
      each
        .replace(/(?<!\\)\\+(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2}))/gi, (written, brace, four, two) =>
          character(brace ?? four ?? two, 16, written),
        )
        .replace(/(?<!\\)\\+([/"'`]|\r?\n)/g, (_, each: string) => each.trim()),
    ).replace(/%([2-7][0-9a-f])/gi, (written, hex) => character(hex, 16, written));
  return once(once(text));
}

/** `p\\61 tient` is `patient`: up to six digits, and one space that ends them. Source: CSS Syntax Level 3, section 4.3.7. */
export function unescapedStyle(text: string): string {
  return text.replace(/\\([0-9a-f]{1,6})[ \t\n\f]?/gi, (written, hex) => character(hex, 16, written));
}

function character(digits: string, radix: number, written: string): string {
  const code = Number.parseInt(digits, radix);
  return code >= 0x20 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : written;
}

/** Strings that are put together when the script runs: `"a"+"b"`, `["a","b"].join("")`, `"a".concat("b")`. */
function joinedStrings(text: string): string {
  let joined = text;
  for (let round = 0; round < 2; round += 1) {
    joined = joined
      .replace(nestedTemplate, (_, one, two, three, number) => one ?? two ?? three ?? number ?? '')
      .replace(addedNumber, '$2$1')
      .replace(stringList, (_, list: string, one, two, three, tagged) =>
        JSON.stringify(textsOf(list).join(one ?? two ?? three ?? tagged ?? ',')),
      )
      .replace(concatLists, (_, list: string) => `${textsOf(list).join('')}"`)
      .replace(concatCalls, '')
      .replace(concatenation, '');
  }
  return joined;
}

/** The texts of literals that follow each other. */
function textsOf(list: string): string[] {
  return [...list.matchAll(/"([^"\\]*)"|'([^'\\]*)'|`([^`\\]*)`/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
}

/** What the encoded stretches of a text decode to, where that is text. */
function decodedTokens(text: string, token: RegExp, encoding: 'base64url' | 'hex'): string[] {
  const decoded: string[] = [];
  for (const [written] of text.matchAll(token)) {
    if (written.length > longestToken || (encoding === 'base64url' && written.length % 4 === 1)) continue;
    const bytes = Buffer.from(written, encoding);
    const inner = inflated(bytes) ?? bytes;
    if (!isUtf8(inner)) continue;
    const plain = inner.toString('utf8');
    if (isReadable(plain)) decoded.push(plain);
  }
  return decoded;
}

/** What is compressed in these bytes. Source: RFC 1952, 2.3; RFC 1950, 2.2. */
function inflated(bytes: Buffer): Buffer | undefined {
  const isCompressed =
    (bytes[0] === 0x1f && bytes[1] === 0x8b) || (bytes[0] === 0x78 && bytes.readUInt16BE() % 31 === 0);
  if (!isCompressed) return undefined;
  try {
    return unzipSync(bytes, { maxOutputLength: longestToken });
  } catch {
    // It only looked like it.
    return undefined;
  }
}

/** Text of any script: what has control characters in it is a picture, a font, or no base64 at all. */
function isReadable(text: string): boolean {
  let readable = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if ((code >= 0x20 && code !== 0x7f) || code === 0x0a || code === 0x0d || code === 0x09) readable += 1;
  }
  return text.length >= 8 && readable / text.length > 0.95;
}
