import type { Finding } from '../../check/finding.ts';
import type { KeyRule, PlacedSetting, Profile, Setting, TableValue } from '../../profile/index.ts';
import { comparable, isolatedSettings, isolatedValues } from './isolated-values.ts';

/** What is compared: a row of the table, or a setting that stands in none. */
export interface ComparedValue {
  key: string;
  rule: KeyRule;
  secret: boolean;
  setting: Setting;
}

export interface Pair<Value extends ComparedValue> {
  environment: string;
  own: Value & { from: string };
  otherEnvironment: string;
  other: Value & { from: string };
}

/** Every isolated row of E beside each row of its key in each other environment: a key may have a row a TARGET. */
export function isolatedPairs(profile: Profile): Pair<TableValue>[] {
  const { environment } = profile;
  return isolatedValues(profile).flatMap((own) =>
    profile.others.flatMap(({ environment: otherEnvironment, table }) =>
      table.values
        .filter(({ key }) => key === own.key)
        .map((other) => ({
          environment,
          own: { ...own, from: placeOf(own, environment) },
          otherEnvironment,
          other: { ...other, from: placeOf(other, otherEnvironment) },
        })),
    ),
  );
}

/** Every setting of E's own that stands in no row, beside the same setting of each other environment. */
export function ownedPairs(profile: Profile): Pair<ComparedValue>[] {
  const { environment } = profile;
  const owned = isolatedSettings(profile);
  return profile.others.flatMap((others) =>
    isolatedSettings(others).flatMap((other) =>
      owned
        .filter(({ place }) => place === other.place)
        .map((own) => ({
          environment,
          own: comparedSetting(own, environment),
          otherEnvironment: others.environment,
          other: comparedSetting(other, others.environment),
        })),
    ),
  );
}

function comparedSetting(
  { place, setting, role }: PlacedSetting,
  environment: string,
): ComparedValue & { from: string } {
  const type = role.role === 'deployment name' ? 'convex-deployment' : 'url';
  return {
    key: setting.name === 'value' ? place : setting.name,
    rule: { type },
    secret: role.role === 'credential',
    setting,
    from: `${setting.origin} (${environment})`,
  };
}

/** Isolated values that are the same in two environments: the shared database of the incident. Secrets are not shown. */
export function judgeDifference({ environment, own, otherEnvironment, other }: Pair<ComparedValue>): Finding[] {
  // A line end that a shell left behind makes no secret another one.
  if (comparable(own).trim() !== comparable(other).trim()) return [];
  return [
    {
      what: `${own.key} is the same in ${environment} and ${otherEnvironment}`,
      expected: `a different value in ${environment}`,
      received: own.secret
        ? 'one secret in both'
        : own.setting.value === other.setting.value
          ? `${own.setting.value} in both`
          : `${own.setting.value} and ${other.setting.value}, which are one`,
      from: [own.from, other.from],
    },
  ];
}

function placeOf({ cell, variable }: TableValue, environment: string): string {
  return variable === undefined
    ? `${cell} (${environment})`
    : `environment variable ${variable}, over ${cell} (${environment})`;
}
