import { check } from '../../support/check/index.ts';
import { judgeParsing } from '../../support/families/config/index.ts';

check({
  id: 'config/table-parses',
  title: 'the table parses without errors',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  first: true,
  why: 'A skipped row is a value that no platform gets, silently.',
  remedy: 'Fix the row at the given place; write a bar inside a value as `\\|`.',
  subjects: (profile) => [profile.table],
  verify({ subject: table, count }) {
    count('rows', table.parsed.rows.length);
    return judgeParsing(table, table.file);
  },
});
