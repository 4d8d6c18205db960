import type { Finding } from '../../support/check/finding.ts';
import { placeholderIn } from '../../support/families/config/judge-placeholders.ts';
import { isCertainSecret, namesAPlace, secretShapeOf } from '../../support/families/config/values/secret-shape.ts';
import { typeOf } from '../../support/families/config/values/value-type.ts';
import { type Profile, storeReference } from '../../support/profile/index.ts';

/**
 * Secrets that stand in cells literally: version control keeps each of them. Values are not shown. What has the form of a
 * provider's own key fails; what a name or randomness suggests is a guess, and warns.
 */
export function judgePlainSecrets({ table, environment }: Profile): Finding[] {
  return table.values.flatMap(({ key, rule, secret, written, cell }) => {
    if (written === '' || /^\$\{\w+\}$/.test(written) || storeReference(written)) return [];
    const typed = rule.type !== undefined && rule.type !== 'text' && !secret;
    const shape = secretShapeOf(key, written, { byRandomness: !typed });
    if (shape === undefined && (!secret || (typeOf(key, rule).type === 'connection-string' && namesAPlace(written))))
      return [];
    // A cell that says `changeme` leaks nothing, and config/no-placeholders tells of it.
    if (placeholderIn(written, true) !== undefined) return [];
    return [
      {
        what: `${key} is in the table as plain text`,
        expected: `a reference, \`\${${key}}\`, resolved from an environment variable`,
        received: `a literal of ${written.length} characters: ${shape ?? 'its key says that it is a secret'}`,
        from: [`${cell} (${environment})`],
        remedy: `Rotate it, keep the new value out of the table, and write \`\${${key}}\` into the cell.`,
        ...(!isCertainSecret(written) && { severity: 'warning' as const }),
      },
    ];
  });
}
