import { check } from '../../support/check/index.ts';
import {
  judgePlaceholder,
  requireSeen,
  settingsBeyondTable,
  unseenValues,
} from '../../support/families/config/index.ts';

check({
  id: 'config/no-placeholders',
  title: 'no placeholder is left in place of a real value',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A placeholder looks like a value, is synced like one, and fails only when it is used.',
  remedy: 'Put the real value into the cell.',
  subjects: (profile) => [profile],
  verify({ subject: profile, count }) {
    const { table, class: kind } = profile;
    const settings = settingsBeyondTable(profile);
    const present = [...table.values.filter(({ setting }) => setting.isSet), ...settings];
    count('values', present.length);
    if (settings.length > 0) count('of them settings that stand in no row', settings.length);
    count('secrets not known here', unseenValues(table.values).secrets.length);
    const findings = present.flatMap((value) => judgePlaceholder(value, kind));
    if (findings.length === 0) requireSeen(table.values);
    return findings;
  },
});
