/** For how long a browser uses an answer without asking again. */
export interface CacheLifetime {
  /** In seconds; 0 where it has to ask each time. */
  freshSeconds: number;
  /** For how long a cache between the server and browsers uses it: a header for that cache, or `s-maxage`; 0 where the server does not say so. */
  sharedSeconds: number;
  /** For how long after that a browser may show it and ask again meanwhile: `stale-while-revalidate`. */
  staleSeconds: number;
  isImmutable: boolean;
  /** Whether the server says anything about it; otherwise browsers guess. */
  isSaid: boolean;
  /** As the server said it. */
  shown: string;
}

const directive = (text: string, name: string) =>
  new RegExp(`(?:^|[,\\s])${name}(?![\\w-])(?:\\s*=\\s*"?(\\d+))?`, 'i').exec(text);

/** What an answer says about caches. */
export interface CacheHeaders {
  cacheControl: string | null;
  /** What it says to the nearest cache alone, which then ignores Cache-Control: `cdnCacheControl`. */
  edgeControl?: string | null;
  expires?: string | null;
  date?: string | null;
}

/**
 * What is meant for the cache of Cloudflare, of any content delivery network, or of the one that is nearest: the most particular counts.
 * Source: RFC 9213; developers.cloudflare.com/cache, "CDN-Cache-Control"; W3C Edge Architecture, "Surrogate-Control".
 */
export function edgeControl(headers: Pick<Headers, 'get'>): string | null {
  return (
    headers.get('cloudflare-cdn-cache-control') ?? headers.get('cdn-cache-control') ?? headers.get('surrogate-control')
  );
}

/**
 * Reads the lifetime of an answer in a private cache, and in the shared one before it. An answer that says nothing counts as one that is
 * asked for again. Source: RFC 9111, sections 4.2.1 and 5.2.2; RFC 5861; RFC 8246.
 */
export function cacheLifetime({
  cacheControl,
  edgeControl: edge,
  expires = null,
  date = null,
}: CacheHeaders): CacheLifetime {
  const text = cacheControl ?? '';
  const said = cacheControl ?? (expires === null ? 'no Cache-Control' : `Expires: ${expires}`);
  const shown = edge == null ? said : `${said} (for the cache before it: ${edge})`;
  const sharedSeconds = edge == null ? sharedBy(text) : ownSeconds(edge);
  // With the name of a header, `no-cache` is about that header only; load balancers send `no-cache="set-cookie"`.
  const whole = text.replace(/\bno-cache\s*=\s*(?:"[^"]*"|[^\s,]+)/gi, '');
  if (directive(whole, 'no-store') || directive(whole, 'no-cache'))
    return {
      freshSeconds: 0,
      sharedSeconds: edge == null ? 0 : sharedSeconds,
      staleSeconds: 0,
      isImmutable: false,
      isSaid: true,
      shown,
    };
  const maxAge = directive(text.replace(/s-maxage\s*=\s*"?\d+/gi, ''), 'max-age')?.[1];
  const until = expires === null ? Number.NaN : Date.parse(expires) - (date === null ? Date.now() : Date.parse(date));
  const fresh = maxAge === undefined ? Math.max(0, Number.isNaN(until) ? 0 : until / 1000) : Number(maxAge);
  const isSaid = maxAge !== undefined || expires !== null;
  return {
    freshSeconds: Math.round(fresh),
    sharedSeconds,
    staleSeconds: directive(text, 'must-revalidate') ? 0 : Number(directive(text, 'stale-while-revalidate')?.[1] ?? 0),
    isImmutable: directive(text, 'immutable') !== null,
    isSaid,
    shown,
  };
}

function sharedBy(text: string): number {
  return directive(text, 'private') ? 0 : Number(directive(text, 's-maxage')?.[1] ?? 0);
}

function ownSeconds(edge: string): number {
  if (directive(edge, 'no-store') || directive(edge, 'no-cache') || directive(edge, 'private')) return 0;
  return Number((directive(edge, 's-maxage') ?? directive(edge, 'max-age'))?.[1] ?? 0);
}

/**
 * For how long browsers keep an answer of which the server says nothing: a tenth of the time since it was changed. Source: RFC 9111, section
 * 4.2.2; Chromium, net/http/http_response_headers.cc, GetFreshnessLifetimes.
 */
export function guessedSeconds(lastModified: string | null, date: string | null): number {
  const now = date === null ? Date.now() : Date.parse(date);
  const age = now - Date.parse(lastModified ?? '');
  return Number.isNaN(age) ? 0 : Math.max(0, Math.round(age / 10_000));
}
