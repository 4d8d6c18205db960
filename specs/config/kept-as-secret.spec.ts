import { check, NotApplicable } from '../../support/check/index.ts';
import { keyReads, readHeldKeys, targetsOn } from '../../support/families/config/index.ts';
import { judgeKept } from './kept-as-secret.judge.ts';

check({
  id: 'config/kept-as-secret',
  title: 'platforms keep secrets as secrets, not as plain text',
  platform: 'config',
  effect: 'read',
  severity: 'warning',
  why: 'A plain-text variable is shown to everyone who may look at the project, and stands in build logs.',
  remedy: 'Rotate the value, and set it as a secret.',
  needs: ['sync.targets'],
  subjects(profile) {
    const targets = targetsOn(profile).filter(({ target }) => target.platform !== 'convex');
    if (targets.length > 0) return targets;
    throw new NotApplicable('Convex keeps every variable in one way, and no target is on another platform');
  },
  sends: keyReads,
  async verify({ subject, profile, read, count }) {
    const held = await readHeldKeys(read, subject);
    count('keys', held.keys.length);
    return judgeKept(profile, subject.target, held);
  },
});
