import { check } from '../../support/check/index.ts';
import { judgeShape, requireSeen, settingsBeyondTable, unseenValues } from '../../support/families/config/index.ts';

check({
  id: 'config/value-shapes',
  title: 'each value fits the type of its key',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A malformed URL is otherwise discovered by the first user.',
  remedy: 'Correct the value at the given place.',
  subjects: (profile) => [profile],
  verify({ subject: profile, count }) {
    const { table } = profile;
    const settings = settingsBeyondTable(profile);
    const present = [...table.values.filter(({ setting }) => setting.isSet), ...settings];
    count('values', present.length);
    if (settings.length > 0) count('of them settings that stand in no row', settings.length);
    count('secrets not known here', unseenValues(table.values).secrets.length);
    const findings = present.flatMap(judgeShape);
    if (findings.length === 0) requireSeen(table.values);
    return findings;
  },
});
