export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

const units: Readonly<Record<string, number>> = { s: secondMs, m: minuteMs, h: hourMs, d: dayMs };

/** "30m" in milliseconds: a whole number and s, m, h or d. @returns undefined for anything else */
export function parseDuration(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const unitMs = units[unit];
  return unitMs === undefined ? undefined : Number(number) * unitMs;
}

/** A measured time: "418 ms", "1.3 s", "12 s", "3 min". */
export function wordDuration(milliseconds: number): string {
  if (milliseconds < secondMs) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 10 * secondMs) return `${(milliseconds / secondMs).toFixed(1)} s`;
  return wordAge(milliseconds);
}

/** An age, to the second at best: "0 s", "90 s", "3 min", "26 h", "5 days". Negative ages count as 0. */
export function wordAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / secondMs));
  if (seconds < 120) return `${seconds} s`;

  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;

  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** "2026-06-15 12:00 UTC" of an instant in ISO 8601. @returns undefined for none */
export function wordInstant(instant: string | null | undefined): string | undefined {
  return instant ? `${instant.slice(0, 16).replace('T', ' ')} UTC` : undefined;
}
