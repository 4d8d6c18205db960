import { check } from '../../support/check/index.ts';
import { judgeLimits, rowsOfTargets } from './platform-limits.judge.ts';

check({
  id: 'config/platform-limits',
  title: 'every row fits the limits of the platform that it is for',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'What a platform refuses half way through a sync leaves it with one part new and one part old.',
  remedy: 'Shorten the value, rename the key, or give the row another TARGET.',
  subjects(profile) {
    const held = rowsOfTargets(profile.sync?.targets ?? [], profile.table.values).filter(
      ({ target, rows }) => target.platform !== undefined && rows.length > 0,
    );
    return held.length === 0 ? undefined : held;
  },
  verify({ subject, count }) {
    count('rows', subject.rows.length);
    return judgeLimits(subject);
  },
});
