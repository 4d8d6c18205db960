import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import { requireRows } from '../../support/platforms/databases/index.ts';
import { judgeBackup } from './backup.judge.ts';

check({
  id: 'databases/backup',
  title: 'the newest backup is new enough',
  platform: 'databases',
  effect: 'read',
  severity: 'critical',
  why: 'That backups stopped is noticed on the day when one is needed.',
  remedy: 'Look at the job that backs up the database, and run it.',
  needs: ['platforms.databases.backup'],
  subjects({ databases, environment, class: kind }) {
    const kept = databases.filter(
      ({ backup }) => backup && (backup.in?.includes(environment) ?? kind === 'production'),
    );
    if (kept.length === 0) throw new NotApplicable(`${environment} is not backed up (\`backup.in\`)`);
    return kept;
  },
  sends: { to: ['databases'], requests: 8 },
  async verify({ subject: database, read, count }) {
    const { url, rows } = await requireRows({ database, statement: database.backup?.query.trim() ?? '' }, read);
    const [row, second] = rows;
    const values = Object.values(row ?? {});
    if (second !== undefined || values.length > 1)
      throw new NotVerified('the query of backups gives more than one value', 'Ask for one value: `select max(…) …`.');
    count('backups', rows.length);
    return judgeBackup(values[0], database, Date.now(), url);
  },
});
