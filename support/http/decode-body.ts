import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { encodingHeader } from './keep-encoded.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Decode = (bytes: Bytes, limits: { maxOutputLength: number }) => Promise<Bytes>;

const gunzip = promisify(zlib.gunzip) as Decode;
const inflate = promisify(zlib.inflate) as Decode;
const inflateRaw = promisify(zlib.inflateRaw) as Decode;

/** The codings of RFC 9110, section 8.4.1, and of RFC 8878. Each requires the complete stream, up to its end mark. */
const decoders = new Map<string, Decode>(
  Object.entries({
    gzip: gunzip,
    'x-gzip': gunzip,
    // "deflate" means the zlib format, but some servers send raw deflate (note in the same section): the first byte tells.
    deflate: (bytes: Bytes, limits: { maxOutputLength: number }) =>
      ((bytes[0] ?? 0) % 16 === 8 ? inflate : inflateRaw)(bytes, limits),
    br: promisify(zlib.brotliDecompress) as Decode,
    zstd: promisify(zlib.zstdDecompress) as Decode,
    identity: async (bytes: Bytes) => bytes,
  }),
);

/** The limit of browsers and of undici. */
const mostCodings = 5;

/**
 * Restores the headers that the server sent, and decompresses the body accordingly. An unknown coding is left as it is, as
 * `fetch` does.
 * @param limitBytes the maximum size of the decompressed body
 * @throws zlib's error if the body is truncated or is not in its declared encoding; an error with the code
 *   `ERR_BUFFER_TOO_LARGE` if it is larger than the limit
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
  // An empty body is valid in any encoding: a proxy that removes a body often leaves the header.
  if (bytes.length > 0 && steps.every((step) => step !== undefined))
    for (const step of steps) decoded = await step(decoded, { maxOutputLength: limitBytes });

  return { bytes: decoded, headers };
}
