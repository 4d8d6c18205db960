import { check } from '../../support/check/index.ts';
import { requireSeen, unseenValues } from '../../support/families/config/index.ts';
import { judgeDeployKeys, judgeHeaderWords, judgeModes, modedValues } from './credential-mode.judge.ts';

check({
  id: 'config/credential-mode',
  title: 'each key is of the mode that fits its environment: live in production, test in development',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'With a test key in production nobody pays; with a live key in development a test charges a customer.',
  remedy: "Put the environment's own key at the given place.",
  subjects: (profile) => [profile],
  verify({ subject: profile, count }) {
    count('values', modedValues(profile).length);
    count('backends', profile.backends.length);
    count('secrets not known here', unseenValues(profile.table.values).secrets.length);
    const findings = [...judgeModes(profile), ...judgeDeployKeys(profile), ...judgeHeaderWords(profile)];
    if (findings.length === 0) requireSeen(profile.table.values);
    return findings;
  },
});
