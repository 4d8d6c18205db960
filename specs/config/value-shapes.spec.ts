import { check } from '../../support/check/index.ts';
import { judgeShape, requireSeen, unseenValues } from '../../support/families/config/index.ts';

check({
  id: 'config/value-shapes',
  title: 'each value fits the type of its key',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A malformed URL is otherwise discovered by the first user.',
  remedy: 'Correct the value at the given place.',
  subjects: (profile) => [profile.table],
  verify({ subject: table, count }) {
    const present = table.values.filter(({ setting }) => setting.isSet);
    count('values', present.length);
    count('secrets not known here', unseenValues(table.values).secrets.length);
    const findings = present.flatMap(judgeShape);
    if (findings.length === 0) requireSeen(table.values);
    return findings;
  },
});
