import type { RateLimitSource } from '../../../profile/index.ts';
import { valueAt } from './health-value.ts';

const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Beside the configured limit a window is found by its name. */
const windowNames = ['window_ms', 'windowMs', 'window_seconds', 'windowSeconds', 'window'];

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
  const places = [beside, above].flatMap((place) =>
    place === undefined ? [] : windowNames.map((name) => `${place}.${name}`),
  );
  const path = window ?? places.find((each) => isFigure(valueAt(health, each)));
  if (path === undefined) return undefined;
  const lengths = lengthsOf(valueAt(health, path), path);
  return { path, isLongAs: (windowMs) => lengths.includes(windowMs) };
}

function isFigure(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\s*\d/.test(value));
}

/** What a figure may mean in milliseconds: a number without a unit is one of milliseconds or of seconds. */
function lengthsOf(value: unknown, path: string): number[] {
  if (typeof value === 'number') {
    if (/ms$/i.test(path)) return [value];
    return /sec/i.test(path) ? [value * 1_000] : [value, value * 1_000];
  }
  const [, digits, unit = 's'] = /^\s*([\d.]+)\s*(ms|s|m|h|d)?/i.exec(String(value)) ?? [];
  return digits === undefined ? [] : [Number(digits) * (unitMs[unit.toLowerCase()] ?? 1_000)];
}
