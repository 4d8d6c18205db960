import { convexHostFor } from '../../settings/convex-names.ts';

/**
 * Where a deployment serves its HTTP actions: the cloud on `<name>.convex.site`, every other server below `/http`.
 * Source: convex-backend, crates/local_backend/src/{proxy,router}.rs; docs, HTTP actions.
 */
export function convexHttpBase(url: URL): URL {
  const host = convexHostFor(url.hostname, 'HTTP actions');
  return host === undefined ? new URL('/http/', url) : new URL(`https://${host}/`);
}
