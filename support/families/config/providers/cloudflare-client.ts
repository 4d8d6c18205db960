import type { Fetch } from '../../../http/index.ts';
import type { CloudflareProfile } from '../../../profile/index.ts';

/**
 * The official client, on the door's `fetch`, with the parts that are needed: loading all of it takes a third of a second.
 * It repeats nothing itself: what is worth repeating is decided in one place.
 */
export async function cloudflareClient({ apiToken, api }: CloudflareProfile, fetch: Fetch) {
  const [{ createClient }, { Scripts }, { Projects }] = await Promise.all([
    import('cloudflare/tree-shakable'),
    import('cloudflare/resources/workers/scripts/scripts'),
    import('cloudflare/resources/pages/projects/projects'),
  ]);
  return createClient({
    apiToken: apiToken.value,
    baseURL: api.url.href.replace(/\/$/, ''),
    fetch,
    maxRetries: 0,
    logLevel: 'off',
    resources: [Scripts, Projects],
  });
}
