import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { encodingHeader } from './keep-encoded.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Decode = (bytes: Bytes, limits: { maxOutputLength: number }) => Promise<Bytes>;

const gunzip = promisify(zlib.gunzip) as Decode;
const inflate = promisify(zlib.inflate) as Decode;
const inflateRaw = promisify(zlib.inflateRaw) as Decode;

/** The codings of RFC 9110, section 8.4.1, and of RFC 8878. Each asks for the whole of its stream, to the end mark. */
const decoders = new Map<string, Decode>(
  Object.entries({
    gzip: gunzip,
    'x-gzip': gunzip,
    // "deflate" is the zlib format, and some send it bare (a note of the same section): the first byte tells.
    deflate: (bytes: Bytes, limits: { maxOutputLength: number }) =>
      ((bytes[0] ?? 0) % 16 === 8 ? inflate : inflateRaw)(bytes, limits),
    br: promisify(zlib.brotliDecompress) as Decode,
    zstd: promisify(zlib.zstdDecompress) as Decode,
    identity: async (bytes: Bytes) => bytes,
  }),
);

/** As many as browsers and undici take. */
const mostCodings = 5;

/**
 * The headers as the server sent them, and the body decompressed as they say. A coding that is not known is left, as
 * `fetch` does.
 * @param limitBytes the most that it may unpack to
 * @throws zlib's error where it is cut off or is not what its encoding says; what it unpacks to past the limit is an
 *   error of code `ERR_BUFFER_TOO_LARGE`
 */
export async function decodeBody(
  bytes: Bytes,
  answered: Headers,
  limitBytes: number,
): Promise<{ bytes: Bytes; headers: Headers }> {
  const encoding = answered.get(encodingHeader);
  if (encoding === null) return { bytes, headers: answered };
  const headers = new Headers(answered);
  headers.delete(encodingHeader);
  headers.set('content-encoding', encoding);
  const codings = encoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim());
  const steps = codings.reverse().map((coding) => decoders.get(coding));
  if (codings.length > mostCodings) throw Object.assign(new Error('too many codings'), { code: 'Z_DATA_ERROR' });
  let decoded = bytes;
  // Nothing is nothing in any encoding: a proxy that empties a body often leaves the header.
  if (bytes.length > 0 && steps.every((step) => step !== undefined))
    for (const step of steps) decoded = await step(decoded, { maxOutputLength: limitBytes });
  return { bytes: decoded, headers };
}
