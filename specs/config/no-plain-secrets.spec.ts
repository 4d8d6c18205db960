import { check } from '../../support/check/index.ts';
import { tableVersionControl } from '../../support/families/config/index.ts';
import { judgePlainSecrets } from './no-plain-secrets.judge.ts';

check({
  id: 'config/no-plain-secrets',
  title: 'secrets stand as references where the table is under version control',
  platform: 'config',
  effect: 'offline',
  severity: 'warning',
  why: 'What was committed once is in every clone, also after it is taken out.',
  remedy: 'Replace the value at its provider, and write a reference into the cell.',
  subjects: (profile) => [profile],
  async verify({ subject: profile, read, count }) {
    const { versioned } = await read(tableVersionControl, profile);
    count('cells', profile.table.values.length);
    return versioned ? judgePlainSecrets(profile) : [];
  },
});
