import type { Finding } from '../../check/finding.ts';
import { type Profile, variableName } from '../../profile/index.ts';

const references = /\$\{(\w{1,200})\}/g;

/**
 * Cells that refer to a variable which is named after another environment: `${PROD_TOKEN}` in the column of dev. A variable of
 * its own may take its place today; where that is missing once, the other environment's value is used.
 */
export function judgeForeignReferences(profile: Profile): Finding[] {
  return [profile, ...profile.others].flatMap((each) => {
    const others = [profile, ...profile.others].filter(({ environment }) => environment !== each.environment);
    return each.table.values.flatMap((row) =>
      [...row.written.matchAll(references)].flatMap(([written, name = '']) => {
        const named = others.find(({ environment }) => name.startsWith(variableName(environment, '')));
        // Of two names, one that begins with the other is meant: `PROD_EU_KEY` is that of `prod-eu`.
        if (named === undefined || name.startsWith(variableName(each.environment, ''))) return [];
        return [
          {
            what: `${row.key} of ${each.environment} refers to ${written}, which is named after ${named.environment}`,
            expected: `a variable of ${each.environment}: \${${variableName(each.environment, name.slice(variableName(named.environment, '').length))}}`,
            received: row.variable === undefined ? written : `${written}, and ${row.variable} in its place`,
            from: [row.cell],
            remedy: `Write a variable of ${each.environment} into the cell.`,
            severity: 'warning' as const,
          },
        ];
      }),
    );
  });
}
