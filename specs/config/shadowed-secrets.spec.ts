import { check } from '../../support/check/index.ts';
import { gitHubLevels, keyReads, rowsOf, targetsOn } from '../../support/families/config/index.ts';
import { judgeLevels } from './shadowed-secrets.judge.ts';

check({
  id: 'config/shadowed-secrets',
  title: 'each key of GitHub stands at the one level that the table means: environment, repository or organisation',
  platform: 'config',
  effect: 'read',
  severity: 'warning',
  why: "A job whose environment lacks a secret takes the repository's without a word: that of another environment.",
  remedy: 'Keep each key at one level.',
  needs: ['sync.targets'],
  subjects: (profile) => targetsOn(profile, 'github'),
  sends: keyReads,
  async verify({ subject, profile, read, count }) {
    const { levels, unread } = await gitHubLevels(read, subject);
    const rows = rowsOf(profile, subject.target);
    count('keys', rows.length);
    count('levels', levels.length);
    const findings = judgeLevels(rows, levels);
    if (findings.length === 0 && unread !== undefined) throw unread;
    return findings;
  },
});
