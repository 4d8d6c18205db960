import type { RateLimitSource } from '../../../profile/index.ts';
import { valueAt } from './health-value.ts';

/** The units of a length, however they are written: `s`, `sec`, `seconds`. */
const units: [words: RegExp, ms: number][] = [
  [/^(ms|msecs?|millis(econds?)?)$/, 1],
  [/^(s|secs?|seconds?)$/, 1_000],
  [/^(m|mins?|minutes?)$/, 60_000],
  [/^(h|hrs?|hours?|hourly)$/, 3_600_000],
  [/^(d|days?|daily)$/, 86_400_000],
];
/** Beside the configured limit a window is found by its name, whatever unit the name has. */
const windowName =
  /^(window|period|interval|duration)( (length|size))?( (ms|millis(econds)?|s|secs?|seconds?|m|mins?|minutes?|hours?))?$/;

/** A limit as a number, or as text: `1000/hour`. */
export function countIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const digits = typeof value === 'string' ? /^\s*(\d[\d_,]*)/.exec(value)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits.replace(/[_,]/g, ''));
}

/** The window that a health answer tells, where it tells one: at the place that the profile names, or beside the limit. */
export function windowIn(
  health: unknown,
  { limit, window }: RateLimitSource['reported'],
): { path: string; isLongAs: (windowMs: number) => boolean } | undefined {
  const beside = limit?.includes('.') ? limit.slice(0, limit.lastIndexOf('.')) : undefined;
  const above = beside?.includes('.') ? beside.slice(0, beside.lastIndexOf('.')) : undefined;
  const path = window ?? [beside, above].flatMap((place) => windowsAt(health, place))[0];
  if (path === undefined) return undefined;
  const lengths = lengthsOf(valueAt(health, path), path);
  return { path, isLongAs: (windowMs) => lengths.includes(windowMs) };
}

/** The window that a documented limit has in its text (`1000/hour`, `100 per 15 minutes`), in milliseconds; undefined without one. */
export function windowOfText(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const [, digits = '1', unit = ''] = /(?:\/|\bper\b|\ban?\b|\bevery\b)\s*(?:(\d+)\s*)?([a-z]+)/i.exec(value) ?? [];
  const ms = unitOf(unit);
  return ms === undefined ? undefined : Number(digits) * ms;
}

function windowsAt(health: unknown, place: string | undefined): string[] {
  const object = place === undefined ? undefined : valueAt(health, place);
  if (typeof object !== 'object' || object === null) return [];
  return Object.entries(object).flatMap(([name, value]) =>
    windowName.test(wordsOf(name)) && lengthsOf(value, name).length > 0 ? [`${place}.${name}`] : [],
  );
}

/** What a figure may mean in milliseconds: a number without a unit is one of milliseconds or of seconds. */
function lengthsOf(value: unknown, path: string): number[] {
  if (typeof value === 'number') {
    const named = unitOf(
      wordsOf(path.split('.').at(-1) ?? '')
        .split(' ')
        .at(-1) ?? '',
    );
    return named === undefined ? [value, value * 1_000] : [value * named];
  }
  if (typeof value !== 'string') return [];
  const [, hours, minutes, seconds] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(value.trim()) ?? [];
  if (hours ?? minutes ?? seconds)
    return [Number(hours ?? 0) * 3_600_000 + Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1_000];
  const [, digits, unit = ''] = /^\s*(?:an?\s+|per\s+)?([\d.]+)?\s*([a-z]+)?\s*$/i.exec(value) ?? [];
  if (digits === undefined && unit === '') return [];
  const ms = unit === '' ? 1_000 : unitOf(unit);
  return ms === undefined ? [] : [Number(digits ?? 1) * ms];
}

function unitOf(word: string): number | undefined {
  return units.find(([words]) => words.test(word.toLowerCase()))?.[1];
}

/** `windowMs` and `window_ms` are `window ms`. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[_-]+/g, ' ');
}
