import type { Finding } from '../../check/finding.ts';
import type { PlacedSetting, Profile, TableValue, ValueType } from '../../profile/index.ts';
import { isSecretRole, type Role } from '../../settings/index.ts';
import { type ComparedValue, comparePair, type Pair } from './compare-pair.ts';
import { isolatedSettings, isolatedValues } from './isolated-values.ts';

/** Every isolated row of E beside each row of its key in each other environment: a key may have a row a TARGET. */
export function isolatedPairs(profile: Profile): Pair<TableValue>[] {
  return rowPairs(profile, isolatedValues(profile));
}

/** Rows of E beside each row of their key in each other environment. */
export function rowPairs(profile: Profile, rows: readonly TableValue[]): Pair<TableValue>[] {
  const { environment } = profile;
  const byKey = new Map(profile.others.map((other) => [other, Map.groupBy(other.table.values, ({ key }) => key)]));
  return rows.flatMap((own) =>
    profile.others.flatMap((other) =>
      (byKey.get(other)?.get(own.key) ?? []).map((value) => ({
        environment,
        own: side(own, environment),
        otherEnvironment: other.environment,
        other: side(value, other.environment),
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

const comparedAs: Partial<Record<Role['role'], ValueType>> = {
  'connection string': 'connection-string',
  'deployment name': 'convex-deployment',
};

function comparedSetting(
  { place, setting, role }: PlacedSetting,
  environment: string,
): ComparedValue & { from: string } {
  const type = comparedAs[role.role] ?? 'url';
  return {
    key: setting.name === 'value' ? place : setting.name,
    rule: { type },
    secret: isSecretRole(role),
    setting,
    from: `${setting.origin} (${environment})`,
  };
}

/** Isolated values that are the same in two environments: the shared database of the incident. */
export function judgeDifference(pair: Pair): Finding[] {
  const outcome = comparePair(pair);
  return outcome.verdict === 'equal' ? [outcome.finding] : [];
}

/** What is written is hidden from copies, and is named here. */
function side(value: TableValue, environment: string): Pair<TableValue>['own'] {
  return { ...value, written: value.written, from: placeOf(value, environment) };
}

function placeOf({ cell, variable }: TableValue, environment: string): string {
  return variable === undefined
    ? `${cell} (${environment})`
    : `environment variable ${variable}, over ${cell} (${environment})`;
}
