import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import { comparePair, requireCompared, sharedKeys, summarizePairs } from '../../support/families/config/index.ts';
import {
  convexSecrets,
  heldSecrets,
  isComparedAlone,
  readableBackends,
  secretPairs,
} from '../../support/families/isolation/index.ts';
import { judgeSecrets } from './secrets-differ.judge.ts';

check({
  id: 'isolation/secrets-differ',
  title: 'no secret is the same in two environments',
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: 'A secret shared by two environments compromises both when the weaker one leaks.',
  remedy: 'Create a separate secret for each environment at its provider, and put it into the table.',
  subjects: (profile) => [profile],
  sends: (_, { profile: { backends }, others }) => ({
    to: ['convex'],
    requests: 3 * (backends.length + others.flatMap((other) => other.backends).length),
  }),
  async verify({ subject: profile, reachableOthers, read, count }) {
    if (profile.others.length === 0) throw new NotApplicable(`${profile.environment} is the only environment`);
    const isAudit = reachableOthers.length > 0;
    const held = async (each: typeof profile) => [
      ...heldSecrets(each),
      ...(isAudit
        ? (await Promise.all(readableBackends(each).map((convex) => read(convexSecrets, convex)))).flat()
        : []),
    ];
    const [own = [], ...others] = await Promise.all([held(profile), ...profile.others.map(held)]);
    const theirs = others.flat();

    const pairs = secretPairs(profile);
    const { compared, unknown } = summarizePairs(pairs.map(comparePair));
    // Values that are known are compared with every secret of the other environment, whatever it is called there.
    const written = summarizePairs(
      pairs.filter((pair) => isComparedAlone(pair, [...own, ...theirs])).map(comparePair),
    ).findings;
    const findings = [...written, ...judgeSecrets(profile.environment, own, theirs, sharedKeys(profile))];
    count(`of ${pairs.length} pairs of secrets`, compared);
    count('secrets of its own', own.length);
    count('secrets of others', theirs.length);
    if (findings.length > 0) return findings;

    if (!isAudit && unknown.length > 0)
      throw new NotApplicable(
        `a gate run is not given the secrets of every environment (${compared} of ${pairs.length} pairs are known); the audit compares them: npx vitest run --project isolation`,
      );
    const hasBackend = [profile, ...profile.others].some(({ backends }) => backends.length > 0);
    if (pairs.length === 0 && own.length === 0 && theirs.length === 0 && !hasBackend)
      throw new NotApplicable('no row of the table and no setting of the config holds a secret');
    requireCompared(unknown, pairs.length);
    if (own.length === 0 || theirs.length === 0)
      throw isAudit
        ? new NotVerified(
            'no secret is known for two environments',
            "Set every environment's keys as environment variables.",
          )
        : new NotApplicable("a gate run knows one environment's secrets; the audit knows all and compares them");
    return [];
  },
});
