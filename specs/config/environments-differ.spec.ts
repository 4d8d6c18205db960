import { check, NotVerified } from '../../support/check/index.ts';
import { isolatedPairs, judgeDifference, ownedPairs } from '../../support/families/config/index.ts';

check({
  id: 'config/environments-differ',
  title: 'keys and settings that each environment has for itself differ in every environment',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'Because two cells were equal, development and production shared one database for months.',
  remedy: 'Give the environment its own value in the table, then sync it to the platforms.',
  subjects: (profile) => (profile.others.length === 0 ? undefined : [profile]),
  verify({ subject: profile, count }) {
    const pairs = isolatedPairs(profile);
    // A setting that stands in no row is known for the environments whose variables this run is given.
    const comparable = [...pairs, ...ownedPairs(profile)].filter(
      ({ own, other }) => own.setting.isSet && other.setting.isSet,
    );
    count('pairs of values', comparable.length);
    // Credentials of another environment are rightly absent here; the audit, which has both, compares them.
    const hidden = pairs.find(({ own, other }) => !own.secret && !(own.setting.isSet && other.setting.isSet));
    const findings = comparable.flatMap(judgeDifference);
    const absence = hidden && (hidden.own.setting.absence ?? hidden.other.setting.absence);
    if (findings.length === 0 && absence)
      throw new NotVerified(`${absence.message} (${absence.origin})`, absence.enable);
    return findings;
  },
});
