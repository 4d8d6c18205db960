/** For how long a browser uses an answer without asking again. */
export interface CacheLifetime {
  /** In seconds; 0 where it has to ask each time. */
  freshSeconds: number;
  /** For how long a cache between the server and browsers uses it: `s-maxage`; 0 where the server does not say so. */
  sharedSeconds: number;
  isImmutable: boolean;
  /** Whether the server says anything about it; otherwise browsers guess. */
  isSaid: boolean;
  /** As the server said it. */
  shown: string;
}

const directive = (text: string, name: string) =>
  new RegExp(`(?:^|[,\\s])${name}(?![\\w-])(?:\\s*=\\s*"?(\\d+))?`, 'i').exec(text);

/**
 * Reads the lifetime of an answer in a private cache: `stale-while-revalidate` is for others. An answer that says
 * nothing counts as one that is asked for again. Source: RFC 9111, sections 4.2.1 and 5.2.2; RFC 8246.
 */
export function cacheLifetime(
  cacheControl: string | null,
  expires: string | null = null,
  date: string | null = null,
): CacheLifetime {
  const text = cacheControl ?? '';
  const shown = cacheControl ?? (expires === null ? 'no Cache-Control' : `Expires: ${expires}`);
  // With the name of a header, `no-cache` is about that header only; load balancers send `no-cache="set-cookie"`.
  const whole = text.replace(/\bno-cache\s*=\s*(?:"[^"]*"|[^\s,]+)/gi, '');
  if (directive(whole, 'no-store') || directive(whole, 'no-cache'))
    return { freshSeconds: 0, sharedSeconds: 0, isImmutable: false, isSaid: true, shown };
  const maxAge = directive(text.replace(/s-maxage\s*=\s*"?\d+/gi, ''), 'max-age')?.[1];
  const until = expires === null ? Number.NaN : Date.parse(expires) - (date === null ? Date.now() : Date.parse(date));
  const fresh = maxAge === undefined ? Math.max(0, Number.isNaN(until) ? 0 : until / 1000) : Number(maxAge);
  const isSaid = maxAge !== undefined || expires !== null;
  return {
    freshSeconds: Math.round(fresh),
    sharedSeconds: directive(text, 'private') ? 0 : Number(directive(text, 's-maxage')?.[1] ?? 0),
    isImmutable: directive(text, 'immutable') !== null,
    isSaid,
    shown,
  };
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
