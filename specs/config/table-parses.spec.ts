import { check } from '../../support/check/index.ts';
import { judgeParsing } from '../../support/families/config/index.ts';

check({
  id: 'config/table-parses',
  title: 'the table reads without error',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A row that is passed over is a value that no platform gets, and nobody is told.',
  remedy: 'Mend the row at the place that is named; a bar inside a value is written `\\|`.',
  subjects: (profile) => [profile.table],
  verify({ subject: table, count }) {
    count('rows', table.parsed.rows.length);
    return judgeParsing(table, table.file);
  },
});
