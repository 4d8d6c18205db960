import type { Finding } from '../../check/finding.ts';
import type { Profile } from '../../profile/index.ts';

/** A flag of the table, and what it makes a service do. */
export interface MeantFlag {
  key: string;
  value: string;
  cell: string;
  isOn: boolean;
}

/** The flag in the environment's column; undefined where the config names none, or the cell is empty. */
export function meantFlag(
  { table }: Pick<Profile, 'table'>,
  flag: { key: string; on: readonly string[] } | undefined,
): MeantFlag | undefined {
  const row = flag && table.values.find(({ key, setting }) => key === flag.key && setting.isSet);
  if (!flag || !row) return undefined;
  const { value } = row.setting;
  const isOn = flag.on.some((word) => word.toLowerCase() === value.trim().toLowerCase());
  return { key: flag.key, value, cell: row.cell, isOn };
}

/**
 * Whether a service does what its flag says. What it does is judged by its check; that both disagree is a warning of its own,
 * since one of them misleads whoever reads it.
 * @param seen what the service does, as a sentence: "/debug/vars is open"
 */
export function judgeFlag(flag: MeantFlag | undefined, does: boolean, seen: string, url: string): Finding[] {
  if (flag === undefined || flag.isOn === does) return [];
  return [
    {
      what: `${flag.key} and the service disagree`,
      expected: `what ${flag.key}=${flag.value} says`,
      received: seen,
      from: [`GET ${url}`, flag.cell],
      severity: 'warning',
      remedy: `Look whether the service reads ${flag.key}, and whether it was started again after the flag changed.`,
    },
  ];
}
