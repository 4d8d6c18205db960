import { check } from '../../support/check/index.ts';
import { compareTarget, judgeUnmanaged, targetsOn } from '../../support/families/config/index.ts';

check({
  id: 'config/unmanaged-keys',
  title: 'nothing is set on a platform that the table does not know',
  platform: 'config',
  effect: 'read',
  severity: 'warning',
  why: 'What nobody wrote down nobody rotates, and nobody puts back after an accident.',
  remedy: 'Add a row for the key, or take it off the platform.',
  subjects: (profile) => targetsOn(profile),
  async verify({ subject, read, count }) {
    const { comparisons } = await compareTarget(read, subject);
    count('keys', comparisons.length);
    return judgeUnmanaged(comparisons);
  },
});
