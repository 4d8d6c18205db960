import { check, NotApplicable } from '../../support/check/index.ts';
import { judgeLimits, rowsOfTargets } from './platform-limits.judge.ts';

check({
  id: 'config/platform-limits',
  title: "every row fits its platform's limits",
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A platform that refuses a value halfway through a sync is left half updated.',
  remedy: 'Shorten the value, rename the key, or give the row another TARGET.',
  needs: ['sync.targets'],
  subjects(profile) {
    const held = rowsOfTargets(profile.sync?.targets ?? [], profile.table.values).filter(
      ({ target, rows }) => target.platform !== undefined && rows.length > 0,
    );
    if (held.length > 0) return held;
    throw new NotApplicable('no row belongs to a target of `sync.targets` that has a `platform`');
  },
  verify({ subject, count }) {
    count('rows', subject.rows.length);
    const unseen = subject.rows.filter(({ setting, written }) => !setting.isSet && written !== '').length;
    count('values not known here, whose size is not judged', unseen);
    return judgeLimits(subject);
  },
});
