import type { Finding } from '../../check/finding.ts';
import type { Profile, TableValue } from '../../profile/index.ts';
import { comparable, isolatedValues } from './isolated-values.ts';

export interface ValuePair {
  environment: string;
  own: TableValue;
  otherEnvironment: string;
  other: TableValue;
}

/** Every isolated value of E beside each value of its key in each other environment: a key may have a row a TARGET. */
export function isolatedPairs(profile: Profile): ValuePair[] {
  return isolatedValues(profile).flatMap((own) =>
    profile.others.flatMap(({ environment: otherEnvironment, table }) =>
      table.values
        .filter(({ key }) => key === own.key)
        .map((other) => ({ environment: profile.environment, own, otherEnvironment, other })),
    ),
  );
}

/** Isolated values that are the same in two environments: the shared database of the incident. Secrets are not shown. */
export function judgeDifference({ environment, own, otherEnvironment, other }: ValuePair): Finding[] {
  // A line end that a shell left behind makes no secret another one.
  if (comparable(own).trim() !== comparable(other).trim()) return [];
  return [
    {
      what: `${own.key} is the same in ${environment} and ${otherEnvironment}`,
      expected: `a value of its own in ${environment}`,
      received: own.secret
        ? 'one secret in both'
        : own.setting.value === other.setting.value
          ? `${own.setting.value} in both`
          : `${own.setting.value} and ${other.setting.value}, which are one`,
      from: [placeOf(own, environment), placeOf(other, otherEnvironment)],
    },
  ];
}

function placeOf({ cell, variable }: TableValue, environment: string): string {
  return variable === undefined
    ? `${cell} (${environment})`
    : `environment variable ${variable}, over ${cell} (${environment})`;
}
