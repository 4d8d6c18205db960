import { quoteForeign } from '../text/quote-foreign.ts';
import { RequestFailure } from './request-failure.ts';

/** One request as it goes out. */
export interface OutgoingRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: ArrayBuffer | null;
}

/** Statuses that lead elsewhere (Fetch standard, "redirect status"). */
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];
const bodyHeaders = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];
const credentialHeaders = ['authorization', 'proxy-authorization', 'cookie', 'host'];

/** Where an answer leads, as the server wrote it; undefined where it is no redirect. */
export function redirectTarget({ status, headers }: Response): string | undefined {
  return redirectStatuses.includes(status) ? (headers.get('location') ?? undefined) : undefined;
}

/**
 * The request that a redirect asks for: 303, and 301 and 302 after POST, turn into GET without a body, and
 * credentials stay with the origin they were meant for (Fetch standard, "HTTP-redirect fetch").
 * @throws RequestFailure of kind `redirected-away` where the target is no address
 */
export function redirectedRequest(request: OutgoingRequest, status: number, target: string): OutgoingRequest {
  const url = URL.parse(target, request.url);
  if (url === null)
    throw new RequestFailure(
      'redirected-away',
      request.method,
      request.url.href,
      `it redirects (${status}) to "${quoteForeign(target, 100)}", which is no address`,
    );
  const headers = new Headers(request.headers);
  const toGet =
    (status === 303 && request.method !== 'GET' && request.method !== 'HEAD') ||
    ((status === 301 || status === 302) && request.method === 'POST');
  if (toGet) for (const name of bodyHeaders) headers.delete(name);
  if (url.origin !== request.url.origin) for (const name of credentialHeaders) headers.delete(name);
  return toGet ? { method: 'GET', url, headers, body: null } : { ...request, url, headers };
}
