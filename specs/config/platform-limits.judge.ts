import type { Finding } from '../../support/check/finding.ts';
import { platformLimits } from '../../support/families/config/platform-limits.ts';
import type { SyncTarget, TableValue } from '../../support/profile/index.ts';

export interface TargetRows {
  target: SyncTarget;
  rows: readonly TableValue[];
}

/** The rows of each TARGET that a platform holds. */
export function rowsOfTargets(targets: readonly SyncTarget[], values: readonly TableValue[]): TargetRows[] {
  return targets.map((target) => ({
    target,
    rows: values.filter((value) => value.targets.some(({ text }) => text === target.target)),
  }));
}

/** Names, values and numbers that a platform would refuse. */
export function judgeLimits({ target: { target, platform, within }, rows }: TargetRows): Finding[] {
  if (platform === undefined || rows.length === 0) return [];
  const limits = platformLimits[platform];
  // The length of a reference says nothing of the value that fills it in.
  const bytes = (row: TableValue) => (row.setting.isSet ? Buffer.byteLength(row.setting.value) : 0);
  const each = rows.flatMap((row) => {
    const { key, cell } = row;
    const wrong = (what: string, expected: string, received: string): Finding => ({
      what: `${limits.platform} does not accept ${key} (${target}): ${what}`,
      expected,
      received,
      from: [cell],
    });
    const reserved = limits.reserved?.(key);
    return [
      ...(limits.name.test(key) ? [] : [wrong('its name', limits.nameRule, key)]),
      ...(key.length <= (limits.longestName ?? Number.POSITIVE_INFINITY)
        ? []
        : [wrong('its name is too long', `at most ${limits.longestName} characters`, `${key.length} characters`)]),
      ...(reserved === undefined ? [] : [wrong('its name', 'a name that is free', reserved)]),
      ...(bytes(row) <= limits.valueBytes
        ? []
        : [wrong('its value is too large', `at most ${limits.valueBytes} bytes`, `${bytes(row)} bytes`)]),
    ];
  });
  const total = rows.reduce((sum, row) => sum + bytes(row) + Buffer.byteLength(row.key), 0);
  const whole = (what: string, expected: string, received: string): Finding => ({
    what: `${target} has ${what} than ${limits.platform} takes`,
    expected,
    received,
    from: [rows[0]?.cell ?? target],
  });
  const secrets = rows.filter(({ secret }) => secret).length;
  const kept =
    limits.repositoryVariables === undefined
      ? [{ what: 'keys', number: rows.length, most: limits.keys }]
      : [
          { what: 'secrets', number: secrets, most: limits.keys },
          {
            what: 'variables',
            number: rows.length - secrets,
            most: within === undefined ? limits.repositoryVariables : limits.keys,
          },
        ];
  return [
    ...each,
    ...kept
      .filter(({ number, most }) => number > most)
      .map(({ what, number, most }) => whole(`more ${what}`, `at most ${most}`, `${number}`)),
    ...(total > (limits.totalBytes ?? Number.POSITIVE_INFINITY)
      ? [whole('larger values in all', `at most ${limits.totalBytes} bytes`, `${total} bytes`)]
      : []),
  ];
}
