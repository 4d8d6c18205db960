import { innermostText } from '../text/error-text.ts';
import { withoutUserinfo } from './admission.ts';
import { RequestFailure } from './request-failure.ts';

/** The type of `fetch` that official clients accept. */
export type Fetch = typeof globalThis.fetch;

/**
 * Builds a request from `fetch`'s arguments, without the caller's signal: the pass composes its own.
 * @throws RequestFailure of kind `invalid-request` for an invalid URL, a forbidden method, or GET with a body
 */
export function requestOf(input: Parameters<Fetch>[0], init: RequestInit | undefined): Request {
  try {
    return new Request(input, { ...init, redirect: 'manual', signal: null });
  } catch (error) {
    const asked = input instanceof Request ? input : { url: String(input), method: 'GET' };
    const shown = withoutUserinfo(asked.url);
    const method = init?.method ?? asked.method;
    // The message may repeat the address and its password.
    const reason = innermostText(error).replaceAll(asked.url, shown);
    throw new RequestFailure('invalid-request', method, shown, `the request is invalid: ${reason}`);
  }
}

/**
 * Reads the whole request body, because a request may have to be repeated.
 * @throws the signal's reason if it aborts first; any error of the body's stream
 */
export async function wholeBody(asked: Request, signal: AbortSignal): Promise<ArrayBuffer | null> {
  if (asked.body === null) return null;

  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  const body = asked.arrayBuffer();
  body.catch(() => undefined);

  try {
    return await Promise.race([body, promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
