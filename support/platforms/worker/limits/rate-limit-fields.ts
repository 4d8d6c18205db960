import type { RateLimitSource } from '../../../profile/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';

/** What an answer says of one quota, whatever the form of its headers. */
export interface ToldQuota {
  form: 'ratelimit' | 'x-ratelimit';
  name?: string;
  limit?: number;
  remaining?: number;
  /** The length of the window that its policy tells (`w`), in seconds. */
  windowSeconds?: number;
  /** Seconds from the answer until there is more. */
  resetSeconds?: number;
  /** Headers whose value is neither a number nor a date. */
  unreadable?: string[];
}

/** Seconds since the epoch are larger than any delay: a reset past this is a date (2001). */
const smallestDate = 1_000_000_000;
/** A date past this (the year 5138) is told in milliseconds, as `@upstash/ratelimit` gives it. */
const smallestMilliseconds = 100_000_000_000;

/**
 * Reads the headers that tell of quotas: `RateLimit` and `RateLimit-Policy` as structured fields (draft-ietf-httpapi-ratelimit-headers
 * since 08), as `limit=, remaining=, reset=` (draft 07), `RateLimit-Limit/-Remaining/-Reset` (drafts to 06), `X-RateLimit-*`, also as
 * `X-Rate-Limit-*`, and one quota for each unit of time (`X-RateLimit-Limit-Minute`).
 * @param nowMs when the answer came, for a reset that is a date
 */
export function readRateLimitFields(headers: Headers, nowMs: number): ToldQuota[] {
  return [
    ...structured(headers),
    ...separate(headers, 'ratelimit', nowMs),
    ...separate(headers, 'x-ratelimit', nowMs),
    ...separate(headers, 'x-rate-limit', nowMs),
    ...byUnit(headers),
  ];
}

/** `Retry-After` in seconds from the answer on (RFC 9110, section 10.2.3); undefined where it is neither seconds nor a date. */
export function retryAfterSeconds(value: string | null, nowMs: number): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value);
  const date = /^[A-Z][a-z]+,? .* GMT$/.test(value.trim()) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - nowMs) / 1000));
}

/**
 * The quota that the limit is about, among those that one answer tells of; undefined where it tells of others only.
 * @param promised every limit that the Worker promises: what is told may be another's
 */
export function ownQuota(
  told: readonly ToldQuota[],
  form: ToldQuota['form'],
  rateLimit: RateLimitSource,
  promised: readonly RateLimitSource[] = [],
): ToldQuota | undefined {
  const candidates = told.filter((each) => each.form === form);
  const shared = [...rateLimit.alsoCounts, ...promised.filter((each) => each !== rateLimit)].map(({ limit }) => limit);
  return (
    candidates.find(({ name }) => name !== undefined && name === rateLimit.name) ??
    candidates.find(({ limit }) => limit === rateLimit.limit) ??
    // The one quota that is told may be another's: the one with the least left.
    candidates.find(({ limit }) => limit === undefined || !shared.includes(limit))
  );
}

/** The limits that `RateLimit-Policy` tells, by name (`"default";q=100;w=60`) or without one (`100;w=60`, drafts to 07). */
export function policyLimits(headers: Headers): number[] {
  const text = headers.get('ratelimit-policy') ?? '';
  const unnamed = [...text.matchAll(/(?:^|,)\s*(\d+)\s*(?=;|,|$)/g)].map(([, limit]) => Number(limit));
  return [...listOf(text).flatMap(({ values }) => (values.q === undefined ? [] : [values.q])), ...unnamed];
}

function structured(headers: Headers): ToldQuota[] {
  const text = headers.get('ratelimit');
  if (text === null) return [];
  const policies = new Map(listOf(headers.get('ratelimit-policy') ?? '').map((item) => [item.name, item.values]));
  if (/(^|,)\s*(limit|remaining|reset)\s*=/.test(text)) {
    const values = pairsOf(text, ',');
    const told = quota('ratelimit', undefined, values.limit, values.remaining, values.reset);
    return [withWindow(told, windowOfUnnamed(headers, values.limit))];
  }
  return listOf(text).map(({ name, values }) => {
    const policy = policies.get(name);
    return withWindow(quota('ratelimit', name, policy?.q, values.r, values.t), policy?.w);
  });
}

function separate(headers: Headers, prefix: ToldQuota['form'] | 'x-rate-limit', nowMs: number): ToldQuota[] {
  const form = prefix === 'ratelimit' ? prefix : 'x-ratelimit';
  const unreadable: string[] = [];
  const valueIn = (field: string, read: (text: string) => number | undefined): number | undefined => {
    const text = headers.get(`${prefix}-${field}`);
    const value = text === null ? undefined : read(text);
    if (text !== null && value === undefined) unreadable.push(`${prefix}-${field}: ${quoteForeign(text, 60)}`);
    return value;
  };
  const [limit, remaining] = [valueIn('limit', firstNumber), valueIn('remaining', firstNumber)];
  const reset =
    valueIn('reset', (text) => delayOf(text, nowMs)) ?? valueIn('reset-after', (text) => delayOf(text, nowMs));
  if (limit === undefined && remaining === undefined && reset === undefined && unreadable.length === 0) return [];
  const windowSeconds = windowOfUnnamed(headers, limit, prefix) ?? valueIn('window', durationOf);
  const told = withWindow(quota(form, undefined, limit, remaining, reset), windowSeconds);
  return [unreadable.length === 0 ? told : { ...told, unreadable }];
}

const unitSeconds = { second: 1, minute: 60, hour: 3_600, day: 86_400 } as const;

/** One quota for each unit of time, as Kong tells them: `X-RateLimit-Limit-Minute`, `X-RateLimit-Remaining-Minute`. */
function byUnit(headers: Headers): ToldQuota[] {
  return Object.entries(unitSeconds).flatMap(([unit, seconds]) => {
    const [limit, remaining] = ['limit', 'remaining'].map((field) =>
      numberOf(headers.get(`x-ratelimit-${field}-${unit}`) ?? undefined),
    );
    return limit === undefined
      ? []
      : [withWindow(quota('x-ratelimit', undefined, limit, remaining, undefined), seconds)];
  });
}

function firstNumber(text: string): number | undefined {
  return numberOf(text.split(/[,;]/)[0]);
}

/**
 * The window of a policy without a name (`20;w=4`), of that limit where there are several; drafts to 06 have it in the limit too,
 * the first of them as `window`.
 */
function windowOfUnnamed(headers: Headers, limit: number | undefined, prefix = 'ratelimit'): number | undefined {
  const texts = [headers.get(`${prefix}-policy`), headers.get(`${prefix}-limit`)];
  const policies = texts.flatMap((text) =>
    [...(text ?? '').matchAll(/(?:^|,)\s*(\d+)\s*;[^,]*?\b(?:w|window)\s*=\s*(\d+)/g)].map(([, quotaText, window]) => ({
      limit: Number(quotaText),
      windowSeconds: Number(window),
    })),
  );
  const own = policies.find((policy) => policy.limit === limit);
  return (own ?? (policies.length === 1 ? policies[0] : undefined))?.windowSeconds;
}

function withWindow(told: ToldQuota, windowSeconds: number | undefined): ToldQuota {
  return windowSeconds === undefined ? told : { ...told, windowSeconds };
}

/** Seconds until a reset: a delay, or a date as seconds or milliseconds since the epoch or as text. */
function delayOf(text: string, nowMs: number): number | undefined {
  const number = numberOf(text.split(/[,;]/)[0]);
  if (number !== undefined) {
    if (number > smallestMilliseconds) return (number - nowMs) / 1000;
    return number > smallestDate ? number - nowMs / 1000 : number;
  }
  const date = /\d{4}-\d\d-\d\d[T ]|GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? durationOf(text) : (date - nowMs) / 1000;
}

/** A length of time in seconds: a number, or with its units (`1m30s`, `250ms`). */
function durationOf(text: string): number | undefined {
  const number = numberOf(text);
  if (number !== undefined) return number;
  const [, hours, minutes, seconds, ms] =
    /^\s*(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?\s*$/.exec(text) ?? [];
  if ([hours, minutes, seconds, ms].every((each) => each === undefined)) return undefined;
  return Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0) + Number(ms ?? 0) / 1_000;
}

/** A structured list of strings with parameters (RFC 9651); what is malformed is left out, as the draft demands. */
function listOf(text: string): { name: string; values: Record<string, number | undefined> }[] {
  return [
    ...text.matchAll(
      /"([^"]*)"((?:\s*;\s*[a-z*][\w.*-]*(?:\s*=\s*(?:-?[\d.]+|"[^"]*"|:[A-Za-z0-9+/=]*:|\?[01]|[A-Za-z*][^\s;,"]*))?)*)/g,
    ),
  ].map(([, name = '', parameters = '']) => ({ name, values: pairsOf(parameters, ';') }));
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
