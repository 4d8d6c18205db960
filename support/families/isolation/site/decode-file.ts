import { isUtf8 } from 'node:buffer';
import { binaryTexts } from './binary-texts.ts';

/** What a file says, whatever its label: all of it where it is text, the texts within where it is not. */
export interface DecodedFile {
  form: 'text' | 'binary';
  text: string;
}

const marks: readonly [bytes: readonly number[], encoding: string][] = [
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/**
 * Decodes a file by its bytes. A byte order mark comes before the charset of the header, as in browsers, and that before the
 * charset that HTML declares. Source: Encoding Standard, section 6, "decode"; HTML Standard, section 13.2.3.2.
 */
export function decodeFile(bytes: Uint8Array, contentType: string): DecodedFile {
  const marked = marks.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked) return { form: 'text', text: decoded(bytes.subarray(marked[0].length), marked[1]) ?? '' };
  const told = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1];
  const declared = told ?? declaredIn(bytes) ?? wideEncoding(bytes);
  if (declared !== undefined && !/^utf-?8$/i.test(declared)) {
    const text = decoded(bytes, declared);
    if (text !== undefined && isText(text)) return { form: 'text', text };
  }
  if (isUtf8(bytes)) {
    const text = new TextDecoder().decode(bytes);
    if (isText(text)) return { form: 'text', text };
  }
  const text = decoded(bytes, 'windows-1252') ?? '';
  return isText(text) ? { form: 'text', text } : { form: 'binary', text: binaryTexts(bytes).join('\n') };
}

/** @returns undefined where no such encoding is known */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  if (encoding.startsWith('utf-32')) return wideText(bytes, encoding === 'utf-32le');
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    return undefined;
  }
}

function wideText(bytes: Uint8Array, isLittle: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, isLittle);
    text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  return text;
}

function declaredIn(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 1_024)).toString('latin1');
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]+)/i.exec(start)?.[1] ?? /^@charset "([\w.:-]+)"/.exec(start)?.[1];
}

/** UTF-16 without a mark: of ASCII, every other byte is zero. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const looked = bytes.subarray(0, 512);
  if (looked.length < 16) return undefined;
  const zeros = [0, 0];
  for (let at = 0; at < looked.length; at += 1) if (looked[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const most = looked.length * 0.35;
  if (odd > most && even < most / 4) return 'utf-16le';
  return even > most && odd < most / 4 ? 'utf-16be' : undefined;
}

/** Text has hardly a control character; what is compressed has them everywhere. */
function isText(text: string): boolean {
  let strange = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (
      code < 0x09 ||
      (code > 0x0d && code < 0x20 && code !== 0x1b) ||
      (code >= 0x7f && code < 0xa0) ||
      code === 0xfffd
    )
      strange += 1;
  }
  return strange <= text.length / 200;
}
