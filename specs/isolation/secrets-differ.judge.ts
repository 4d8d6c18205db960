import type { Finding } from '../../support/check/finding.ts';
import type { HeldSecret } from '../../support/families/isolation/credentials/environment-secrets.ts';

/** Secrets that two environments have in common, under the same name or another. Values are not shown. */
export function judgeSecrets(
  environment: string,
  own: readonly HeldSecret[],
  others: readonly HeldSecret[],
  shared: ReadonlySet<string>,
): Finding[] {
  const theirs = Map.groupBy(others, ({ digest }) => digest);
  const findings = own
    .filter(({ key }) => !shared.has(key))
    .flatMap((secret) => {
      const same = (theirs.get(secret.digest) ?? []).filter(({ key }) => !shared.has(key));
      return [...Map.groupBy(same, (each) => each.environment)].map(([other, equal]) => ({
        what: `${secret.key} of ${environment} is also a secret of ${other}${equal.some(({ key }) => key === secret.key) ? '' : `, where it is called ${equal[0]?.key}`}`,
        expected: `a secret of its own in ${environment}`,
        received: 'the same secret in both (equal keyed digests)',
        from: [secret.place, ...equal.map(({ place }) => place)],
        remedy: `Create one for ${environment} at its provider, and put it into ${secret.key}.`,
      }));
    });
  return [...new Map(findings.map((finding) => [JSON.stringify([finding.what, finding.from]), finding])).values()];
}
