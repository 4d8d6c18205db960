import { check } from '../../support/check/index.ts';
import { keyReads, readHeldKeys, targetsOn } from '../../support/families/config/index.ts';
import { judgePlatformValues, valuesBeyondTable } from './platform-values.judge.ts';

check({
  id: 'config/platform-values',
  title:
    'values that a platform has beyond the table contain no host of another environment, no address of this machine, no placeholder, no key of the wrong mode, no deployment that belongs to nobody and nothing that copying left',
  platform: 'config',
  effect: 'read',
  severity: 'critical',
  why: 'What runs is the value on the platform, whether anybody wrote it into the table or not.',
  remedy: 'Correct the value on the platform, and add a row for it to the table.',
  needs: ['sync.targets'],
  subjects: (profile) => targetsOn(profile),
  sends: keyReads,
  async verify({ subject, profile, read, count }) {
    const held = await readHeldKeys(read, subject);
    const keys = valuesBeyondTable(profile, subject.target, held);
    count('keys', held.keys.length);
    count('values beyond the table', keys.length);
    count('values that cannot be read back', held.keys.filter(({ readable }) => !readable).length);
    return judgePlatformValues(profile, held, keys);
  },
});
