import type { Finding } from '../../check/finding.ts';
import type { Profile, TableValue } from '../../profile/index.ts';
import { addressesOf, isLoopback } from './hosts.ts';
import { rowOfLine } from './table-index.ts';

/** How teams shorten the names of environments in hosts. */
const synonyms: readonly (readonly string[])[] = [
  ['dev', 'develop', 'development'],
  ['stage', 'staging', 'stg'],
  ['prod', 'production', 'live'],
];

/**
 * Addresses of E that are named after another environment, `dev.acme.com` in the column of prod, where that environment has an
 * address without its name in the same row: the two cells, or the two columns, may be swapped. A name is a guess, and warns.
 */
export function judgeSwappedHosts(profile: Profile): Finding[] {
  return profile.table.values.flatMap((row) => {
    if (row.secret) return [];
    const own = hostsOf(row);
    return profile.others.flatMap((other) => {
      const host = own.find((each) => isNamedAfter(each, other.environment));
      const theirRow = host === undefined ? undefined : rowOfLine(other.table.values, row.line);
      if (host === undefined || theirRow === undefined || isNamedAfter(host, profile.environment)) return [];

      const theirs = hostsOf(theirRow);
      const isSwapped = theirs.length > 0 && !theirs.some((each) => isNamedAfter(each, other.environment));
      if (!isSwapped) return [];

      return [
        {
          what: `${row.key} of ${profile.environment} has an address that is named after ${other.environment}, and ${other.environment} has one that is not`,
          expected: `an address of ${profile.environment}`,
          received: `${host}, and ${theirs.join(', ')} in ${other.environment}`,
          from: [row.cell, theirRow.cell],
          cause: 'the two cells, or the two columns, may be swapped',
          remedy:
            'Swap the two cells; where many are, the headers of the two columns. Where the names are right, waive it.',
          severity: 'warning' as const,
        },
      ];
    });
  });
}

/** The hosts in a cell that other machines reach. */
function hostsOf({ setting }: TableValue): string[] {
  if (!setting.isSet) return [];
  return addressesOf(setting)
    .map(({ hostname }) => hostname)
    .filter((hostname) => !isLoopback(hostname));
}

/** By a word of its name before the domain: `log-dev.acme.workers.dev` is of dev, `api.acme.dev` is not. */
function isNamedAfter(host: string, environment: string): boolean {
  const words = `-${host.toLowerCase().split('.').slice(0, -2).join('-')}-`;
  const names = synonyms.find((each) => each.includes(environment)) ?? [environment.toLowerCase()];
  return names.some((name) => words.includes(`-${name}-`));
}
