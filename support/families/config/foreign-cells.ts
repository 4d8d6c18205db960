import type { Profile } from '../../profile/index.ts';
import { isolatedPairs, judgeDifference } from './judge-differences.ts';
import { judgeForeignHosts, marksOf, ownValues } from './judge-foreign-hosts.ts';

/**
 * The cells of E that hold what belongs to another environment, by the key's row. Syncing one would carry the mistake to a
 * platform: the table is what has to be mended.
 * @returns why, as a sentence without its full stop, by the line of the row
 */
export function foreignCells(profile: Profile): ReadonlyMap<number, string> {
  const marks = profile.others.flatMap((other) => marksOf(other, profile));
  const carrying = ownValues(profile).flatMap((value) =>
    judgeForeignHosts(value, profile.environment, marks, profile.loopback).map(
      ({ what }) => [value.line, what] as const,
    ),
  );
  const equal = isolatedPairs(profile).flatMap((pair) =>
    judgeDifference(pair).map(({ what }) => [pair.own.line, what] as const),
  );
  return new Map([...equal, ...carrying]);
}
