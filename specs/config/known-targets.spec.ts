import { check } from '../../support/check/index.ts';
import { judgeTargets } from '../../support/families/config/index.ts';

check({
  id: 'config/known-targets',
  title: 'every TARGET is declared by the deployment',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A row for a mistyped TARGET reaches no platform.',
  remedy: 'Correct the TARGET, or declare it in `table.targets` of the deployment config.',
  subjects: (profile) => [profile.table],
  verify({ subject: table, count }) {
    count('rows', table.values.length);
    return judgeTargets(table, table.file);
  },
});
