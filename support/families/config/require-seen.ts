import { NotVerified } from '../../check/not-verified.ts';
import type { TableValue } from '../../profile/index.ts';

/**
 * Values that a check of every value did not see: a reference that no variable fills in. An empty cell has no value.
 * A secret is rightly absent where nothing uses it, and is counted.
 */
export function unseenValues(values: readonly TableValue[]): { plain: TableValue[]; secrets: TableValue[] } {
  const unseen = values.filter((value) => !value.setting.isSet && value.written !== '');
  return { plain: unseen.filter(({ secret }) => !secret), secrets: unseen.filter(({ secret }) => secret) };
}

/** @throws NotVerified where a value that is not a secret could not be seen */
export function requireSeen(values: readonly TableValue[]): void {
  const { plain } = unseenValues(values);
  const [first] = plain;
  if (first === undefined) return;
  const enable = [...new Set(plain.flatMap(({ setting }) => setting.absence?.enable ?? []))].join(' ');
  throw new NotVerified(
    `${values.length - plain.length} of ${values.length} values could be looked at; not ${plain.map(({ key, cell }) => `${key} (${cell})`).join(', ')}`,
    enable,
  );
}
