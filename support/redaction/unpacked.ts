import { constants, inflateRawSync } from 'node:zlib';

/** The largest content that is unpacked: a few bytes may stand for any number. */
const mostBytes = 16 * 1024 * 1024;

/** How many beginnings of something compressed are tried in one stretch. */
const mostAttempts = 4;

/** What is compressed in these bytes, wherever it begins, also if it is cut off; and what is compressed in that. */
export function unpacked(bytes: Buffer): Buffer[] {
  const once = unpackedOnce(bytes);
  return [...once, ...once.flatMap(unpackedOnce)];
}

function unpackedOnce(bytes: Buffer): Buffer[] {
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
