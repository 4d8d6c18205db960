import { check } from '../../support/check/index.ts';
import { judgeRequired } from './required-keys.judge.ts';

check({
  id: 'config/required-keys',
  title: 'every key that a configured platform needs has a value',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'An empty cell becomes an unset variable, and the deployment fails at run time.',
  remedy: "Fill the cell, or list the environment in the key's `optionalIn`.",
  subjects: (profile) => [profile],
  verify({ subject: profile, count }) {
    count('values', profile.table.values.length);
    return judgeRequired(profile);
  },
});
