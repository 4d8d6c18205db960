import { check } from '../../support/check/index.ts';
import { tableVersionControl } from '../../support/families/config/index.ts';
import { judgePlainSecrets } from './no-plain-secrets.judge.ts';

check({
  id: 'config/no-plain-secrets',
  title: 'a table under version control contains references, not secrets',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'What was committed once stays in every clone, even after it is removed.',
  remedy: 'Rotate the value at its provider, and put a reference into the cell.',
  subjects: (profile) => [profile],
  async verify({ subject: profile, read, count }) {
    const { versioned } = await read(tableVersionControl, profile);
    count('cells', profile.table.values.length);
    return versioned ? judgePlainSecrets(profile) : [];
  },
});
