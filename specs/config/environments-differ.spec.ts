import { check, NotApplicable } from '../../support/check/index.ts';
import {
  comparePair,
  comparePlaces,
  isNothingGiven,
  isolatedPairs,
  judgePlaces,
  ownedPairs,
  requireCompared,
  summarizePairs,
} from '../../support/families/config/index.ts';

check({
  id: 'config/environments-differ',
  title:
    'keys and settings that each environment has for itself, and whose values this run is given, differ in every environment',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  first: true,
  why: 'Because two cells were equal, development and production shared one database for months.',
  remedy: 'Give the environment its own value in the table, then sync it to the platforms.',
  subjects(profile) {
    if (profile.others.length > 0) return [profile];
    throw new NotApplicable(`${profile.environment} is the only environment`);
  },
  verify({ subject: profile, count }) {
    const outcomes = [...isolatedPairs(profile), ...ownedPairs(profile)].map(comparePair);
    const { findings, compared, unknown } = summarizePairs(outcomes);
    const places = comparePlaces(profile);
    // A gate run is rightly not given the credentials of another environment: isolation/secrets-differ compares those in the audit.
    const elsewhere = unknown.filter(({ isSecret }) => isSecret);
    const here = unknown.filter(({ isSecret }) => !isSecret);
    const total = outcomes.length - elsewhere.length;
    if (isNothingGiven(outcomes) && places.shared.length === 0)
      throw new NotApplicable(
        `${profile.environment} has only secrets for itself, and this run is rightly given no other environment's: isolation/secrets-differ compares them`,
      );
    count(`of ${total} pairs of values`, compared);
    if (elsewhere.length > 0)
      count('pairs of secrets not known here, left to isolation/secrets-differ', elsewhere.length);
    count('places of targets compared', places.compared);
    count('places of targets not known here', places.unknown);
    if (findings.length === 0) requireCompared(here, total);
    return [...findings, ...judgePlaces(profile, places)];
  },
});
