import { check } from '../../support/check/index.ts';
import { compareTarget, judgeUnmanaged, keyReads, targetsOn } from '../../support/families/config/index.ts';

check({
  id: 'config/unmanaged-keys',
  title: 'every key that is set on a platform is in the table',
  platform: 'config',
  effect: 'read',
  severity: 'warning',
  why: 'A key that nobody wrote down is never rotated, and is not restored after an accident.',
  remedy: 'Add a row for the key, or remove it from the platform.',
  needs: ['sync.targets'],
  subjects: (profile) => targetsOn(profile),
  sends: keyReads,
  async verify({ subject, read, count }) {
    const { comparisons } = await compareTarget(read, subject);
    count('keys', comparisons.length);
    return judgeUnmanaged(comparisons);
  },
});
