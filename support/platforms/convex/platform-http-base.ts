/**
 * Where a deployment serves its HTTP actions: the cloud on `<name>.convex.site`, every other server below `/http`.
 * Source: convex-backend, crates/local_backend/src/{proxy,router}.rs; docs, HTTP actions.
 */
export function convexHttpBase(url: URL): URL {
  if (!url.hostname.endsWith('.convex.cloud')) return new URL('/http/', url);
  return new URL(`https://${url.hostname.replace(/\.cloud$/, '.site')}/`);
}
