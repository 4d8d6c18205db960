import type { Finding } from '../../check/finding.ts';
import type { TableValue } from '../../profile/index.ts';
import { comparable } from './isolated-values.ts';

export interface ValuePair {
  environment: string;
  own: TableValue;
  otherEnvironment: string;
  other: TableValue;
}

/** Isolated values that are the same in two environments: the shared database of the incident. Secrets are not shown. */
export function judgeDifference({ environment, own, otherEnvironment, other }: ValuePair): Finding[] {
  if (comparable(own) !== comparable(other)) return [];
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
