import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import { sharedKeys } from '../../support/families/config/index.ts';
import { convexSecrets, heldSecrets } from '../../support/families/isolation/index.ts';
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
  async verify({ subject: profile, reachableOthers, read, count }) {
    if (profile.others.length === 0) throw new NotApplicable(`${profile.environment} is the only environment`);
    const held = async (each: typeof profile) => [
      ...heldSecrets(each),
      ...(reachableOthers.length > 0 && each.convex?.deployKey ? await read(convexSecrets, each.convex) : []),
    ];
    const [own, ...others] = await Promise.all([held(profile), ...profile.others.map(held)]);
    const shared = sharedKeys(profile);
    const findings = judgeSecrets(profile.environment, own ?? [], others.flat(), shared);
    count('secrets of its own', own?.length ?? 0);
    count('secrets of others', others.flat().length);
    if (findings.length > 0) return findings;
    if (reachableOthers.length === 0 && others.flat().length === 0)
      throw new NotApplicable("a gate run knows one environment's secrets; the audit knows all and compares them");
    const alone = profile.table.values.find(
      ({ secret, key, rule, setting }) =>
        reachableOthers.length > 0 &&
        secret &&
        !shared.has(key) &&
        profile.others.some(({ environment, table }) => {
          const other = table.values.find((each) => each.key === key)?.setting;
          return (
            other !== undefined && other.isSet !== setting.isSet && rule.optionalIn?.includes(environment) !== true
          );
        }),
    );
    if (alone !== undefined)
      throw new NotVerified(
        `${alone.key} is known for some environments only, so it could not be compared`,
        `Set ${alone.key} for each environment, as in ${profile.others[0]?.environment.toUpperCase()}_${alone.key}.`,
      );
    if ((own?.length ?? 0) === 0 || others.flat().length === 0)
      throw new NotVerified(
        'no secret is known for two environments',
        "Set every environment's keys as environment variables.",
      );
    return [];
  },
});
