import zlib from 'node:zlib';

const shortest = 6;
/** A small compressed text may be very large: what is longer is cut off. */
const longestText = 8 * 1024 * 1024;
const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The texts in a file that is not text: runs of printable characters, in one byte and in two, and compressed texts of PNG and gzip. */
export function binaryTexts(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const narrow = buffer.toString('latin1');
  return [
    ...runs(narrow),
    ...runs(buffer.toString('utf16le')),
    ...runs(buffer.subarray(1).toString('utf16le')),
    ...compressedTexts(buffer),
  ];
}

function runs(text: string): string[] {
  return text.match(new RegExp(`[\\x20-\\x7e\\t]{${shortest},}`, 'g')) ?? [];
}

function compressedTexts(buffer: Buffer): string[] {
  if (buffer[0] === 0x1f && buffer[1] === 0x8b) return inflated(buffer);
  if (buffer.toString('latin1', 0, 5) === '%PDF-') return pdfStreams(buffer).flatMap(inflated);
  return buffer.subarray(0, 8).equals(pngStart) ? pngChunks(buffer).flatMap(({ data }) => compressedParts(data)) : [];
}

/** Chunks of text and of profiles. Source: PNG specification, third edition, sections 11.3.3 and 11.3.2.3. */
function pngChunks(buffer: Buffer): { data: Buffer }[] {
  const found: { data: Buffer }[] = [];
  for (let at = 8; at + 8 <= buffer.length; ) {
    const length = buffer.readUInt32BE(at);
    const type = buffer.toString('latin1', at + 4, at + 8);
    if (/^(?:zTXt|iTXt|iCCP|eXIf)$/.test(type)) found.push({ data: buffer.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
}

/** What lies between `stream` and `endstream`. Source: ISO 32000-1, section 7.3.8. */
function pdfStreams(buffer: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = buffer.indexOf('stream'); at >= 0; at = buffer.indexOf('stream', at + 6)) {
    let start = at + 6;
    if (buffer[start] === 0x0d) start += 1;
    if (buffer[start] !== 0x0a) continue;
    const end = buffer.indexOf('endstream', start);
    found.push(buffer.subarray(start + 1, end < 0 ? undefined : end));
    if (end < 0) break;
    at = end + 3;
  }
  return found;
}

/** Keywords and languages, each ended by a zero byte, stand before the compressed text, so each zlib start is tried. */
function compressedParts(data: Buffer): string[] {
  for (let at = 0; at + 2 < Math.min(data.length, 1_024); at += 1) {
    if (data[at] !== 0x78) continue;
    const texts = inflated(data.subarray(at));
    if (texts.length > 0) return texts;
  }
  return [];
}

function inflated(bytes: Buffer): string[] {
  try {
    return [
      zlib
        .unzipSync(bytes, { maxOutputLength: longestText, finishFlush: zlib.constants.Z_SYNC_FLUSH })
        .toString('utf8'),
    ];
  } catch {
    return [];
  }
}
