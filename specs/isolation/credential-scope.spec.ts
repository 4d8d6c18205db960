import { check, NotApplicable } from '../../support/check/index.ts';
import {
  credentialsOf,
  ofEach,
  reachableToTry,
  requireOthers,
  triedEnvironments,
} from '../../support/families/isolation/index.ts';
import { judgeCredential } from './credential-scope.judge.ts';

check({
  id: 'isolation/credential-scope',
  title: "the environment's keys and tokens are refused by every other environment",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: 'A development key that opens production makes every laptop a way in.',
  remedy: 'Revoke the credential at its provider, and create one for each environment.',
  subjects: (profile) => {
    const credentials = credentialsOf(profile);
    if (credentials.length > 0) return credentials;
    throw new NotApplicable('the config names no credential that a harmless request could try');
  },
  sends: (_, { profile, others }) => ({
    to: ['environment'],
    // Each credential at home, and everywhere else with it and without; a redirect or two are followed.
    requests: others.length === 0 ? 0 : 3 * (1 + 2 * triedEnvironments(profile, others).length),
  }),
  async verify({ subject: credential, profile, reachableOthers, read, count }) {
    const tried = reachableToTry(profile, requireOthers(profile, reachableOthers), count);
    const { values, unlessUnread } = await ofEach(tried, async (other) => {
      const [home, elsewhere] = await Promise.all([credential.at(profile, read), credential.at(other, read)]);
      if (home === undefined || elsewhere === undefined) {
        count(`credentials for which ${other.environment} has no counterpart`, 1);
        return [];
      }
      count('credentials tried elsewhere', 1);
      const bare = elsewhere.outcome === 'opened' ? await credential.bare(other, read) : undefined;
      const { kind, owner, setting } = credential;
      return judgeCredential({ kind, owner, setting, environment: other.environment, home, elsewhere, bare });
    });
    return unlessUnread(values.flat());
  },
});
