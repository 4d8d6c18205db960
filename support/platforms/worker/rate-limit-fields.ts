import type { RateLimitSource } from '../../profile/index.ts';

/** What an answer says of one quota, whatever the form of its headers. */
export interface ToldQuota {
  form: 'ratelimit' | 'x-ratelimit';
  name?: string;
  limit?: number;
  remaining?: number;
  /** Seconds from the answer until there is more. */
  resetSeconds?: number;
}

/** Seconds since the epoch are larger than any delay: a reset past this is a date (2001). */
const smallestDate = 1_000_000_000;

/**
 * Reads the headers that tell of quotas: `RateLimit` and `RateLimit-Policy` as structured fields (draft-ietf-httpapi-ratelimit-headers
 * since 08), as `limit=, remaining=, reset=` (draft 07), `RateLimit-Limit/-Remaining/-Reset` (drafts to 06), and `X-RateLimit-*`.
 * @param nowMs when the answer came, for a reset that is a date
 */
export function readRateLimitFields(headers: Headers, nowMs: number): ToldQuota[] {
  return [...structured(headers), ...separate(headers, 'ratelimit', nowMs), ...separate(headers, 'x-ratelimit', nowMs)];
}

/** `Retry-After` in seconds from the answer on (RFC 9110, section 10.2.3); undefined where it is neither seconds nor a date. */
export function retryAfterSeconds(value: string | null, nowMs: number): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value);
  const date = /^[A-Z][a-z]+,? .* GMT$/.test(value.trim()) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - nowMs) / 1000));
}

/** The quota that the limit is about, among those that one answer tells of; undefined where it tells of others only. */
export function ownQuota(
  told: readonly ToldQuota[],
  form: ToldQuota['form'],
  rateLimit: RateLimitSource,
): ToldQuota | undefined {
  const candidates = told.filter((each) => each.form === form);
  const shared = rateLimit.alsoCounts.map(({ limit }) => limit);
  return (
    candidates.find(({ name }) => name !== undefined && name === rateLimit.name) ??
    candidates.find(({ limit }) => limit === rateLimit.limit) ??
    // The one quota that is told may be another's: the one with the least left.
    candidates.find(({ limit }) => limit === undefined || !shared.includes(limit))
  );
}

function structured(headers: Headers): ToldQuota[] {
  const text = headers.get('ratelimit');
  if (text === null) return [];
  const policies = new Map(listOf(headers.get('ratelimit-policy') ?? '').map((item) => [item.name, item.values]));
  if (/^\s*limit\s*=/.test(text)) {
    const values = pairsOf(text, ',');
    return [quota('ratelimit', undefined, values.limit, values.remaining, values.reset)];
  }
  return listOf(text).map(({ name, values }) => quota('ratelimit', name, policies.get(name)?.q, values.r, values.t));
}

function separate(headers: Headers, form: ToldQuota['form'], nowMs: number): ToldQuota[] {
  const numberIn = (field: string) => numberOf(headers.get(`${form}-${field}`)?.split(/[,;]/)[0]);
  const [limit, remaining, reset] = [numberIn('limit'), numberIn('remaining'), numberIn('reset')];
  if (limit === undefined && remaining === undefined && reset === undefined) return [];
  const delay = reset !== undefined && reset > smallestDate ? reset - nowMs / 1000 : reset;
  return [quota(form, undefined, limit, remaining, delay)];
}

/** A structured list of strings with parameters (RFC 9651); what is malformed is left out, as the draft demands. */
function listOf(text: string): { name: string; values: Record<string, number | undefined> }[] {
  return [...text.matchAll(/"([^"]*)"((?:\s*;\s*[a-z]+\s*=\s*(?:-?\d+|"[^"]*"|:[A-Za-z0-9+/=]*:))*)/g)].map(
    ([, name = '', parameters = '']) => ({ name, values: pairsOf(parameters, ';') }),
  );
}

function pairsOf(text: string, separator: string): Record<string, number | undefined> {
  return Object.fromEntries(
    text.split(separator).flatMap((pair) => {
      const [name, value] = pair.split('=', 2);
      return value === undefined ? [] : [[name?.trim() ?? '', numberOf(value)]];
    }),
  );
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

function quota(
  form: ToldQuota['form'],
  name: string | undefined,
  limit: number | undefined,
  remaining: number | undefined,
  resetSeconds: number | undefined,
): ToldQuota {
  return {
    form,
    ...(name !== undefined && { name }),
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(resetSeconds !== undefined && { resetSeconds }),
  };
}
