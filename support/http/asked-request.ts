import { innermostText } from '../text/error-text.ts';
import { withoutUserinfo } from './admission.ts';
import { RequestFailure } from './request-failure.ts';

/** `fetch`, as official clients take it for theirs. */
export type Fetch = typeof globalThis.fetch;

/**
 * Takes `fetch`'s arguments apart. The caller's signal is kept out: the pass composes its own.
 * @throws RequestFailure of kind `invalid-request` where they make no request: no URL, a forbidden method, GET with a body
 */
export function requestOf(input: Parameters<Fetch>[0], init: RequestInit | undefined): Request {
  try {
    return new Request(input, { ...init, redirect: 'manual', signal: null });
  } catch (error) {
    const written = input instanceof Request ? input.url : String(input);
    const shown = withoutUserinfo(written);
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
    // The message may repeat the address, and with it a password.
    const reason = innermostText(error).replaceAll(written, shown);
    throw new RequestFailure('invalid-request', method, shown, `this is no request that can be sent: ${reason}`);
  }
}

/**
 * The body that is sent, whole: a request may have to be sent again.
 * @throws the signal's reason where it comes first; what the body's own stream throws
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
