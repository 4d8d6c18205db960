import { RequestFailure } from './request-failure.ts';

/**
 * Reads a response body to its end or to the limit, so that no connection stays open and an endless response cannot fill the memory.
 * @throws RequestFailure of kind `body-too-large`; the error of `fetch` if the connection breaks
 */
export async function readBoundedBody(
  response: Response,
  method: string,
  url: string,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();

  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, size);

    size += value.byteLength;
    if (size > limitBytes) {
      await reader.cancel().catch(() => undefined);
      throw bodyTooLarge(method, url, limitBytes);
    }

    chunks.push(value);
  }
}

export function bodyTooLarge(method: string, url: string, limitBytes: number): RequestFailure {
  const seen = `the body is larger than ${limitBytes} bytes; reading stopped there`;
  return new RequestFailure('body-too-large', method, url, seen);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }

  return whole;
}
