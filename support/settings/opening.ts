import type { Opening } from './role.ts';
import type { Setting } from './setting.ts';

/** A path below an address that may have a path itself, as the API of Cloudflare has. */
export function below(address: Setting, path: string): URL {
  const url = new URL(address.url);
  const asked = new URL(path, url.origin);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${asked.pathname}`;
  for (const [name, value] of asked.searchParams) url.searchParams.append(name, value);
  return url;
}

/** The request that shows a credential, or the same one without it. */
export function requestTo({ scheme = 'Bearer', body }: Opening, credential: Setting | undefined): RequestInit {
  const shown = credential === undefined ? undefined : { authorization: `${scheme} ${credential.value}` };
  if (body === undefined) return { ...(shown && { headers: shown }), redirect: 'manual' };
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...shown },
    body: JSON.stringify(body()),
    redirect: 'manual',
  };
}
