import { quoteForeign } from '../text/quote-foreign.ts';
import { RequestFailure } from './request-failure.ts';

export interface OutgoingRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: ArrayBuffer | null;
}

/** Fetch standard, "redirect status". */
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];
const bodyHeaders = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];
const credentialHeaders = ['authorization', 'proxy-authorization', 'cookie', 'host'];

/** The `Location` of a redirect, as the server wrote it; undefined if the response is not a redirect. */
export function redirectTarget({ status, headers }: Response): string | undefined {
  if (!redirectStatuses.includes(status)) return undefined;
  return headers.get('location') ?? undefined;
}

/**
 * The request that follows a redirect: 303, and 301 and 302 after POST, become GET without a body, and
 * credentials are not sent to another origin (Fetch standard, "HTTP-redirect fetch").
 * @throws RequestFailure of kind `redirected-away` if the target is not a valid URL
 */
export function redirectedRequest(request: OutgoingRequest, status: number, target: string): OutgoingRequest {
  const url = URL.parse(target, request.url);
  if (url === null)
    throw new RequestFailure(
      'redirected-away',
      request.method,
      request.url.href,
      `it redirects (${status}) to "${quoteForeign(target, 100)}", which is not a valid URL`,
    );

  const headers = new Headers(request.headers);
  const toGet =
    (status === 303 && request.method !== 'GET' && request.method !== 'HEAD') ||
    ((status === 301 || status === 302) && request.method === 'POST');
  if (url.origin !== request.url.origin) for (const name of credentialHeaders) headers.delete(name);
  if (!toGet) return { ...request, url, headers };

  for (const name of bodyHeaders) headers.delete(name);
  return { method: 'GET', url, headers, body: null };
}
