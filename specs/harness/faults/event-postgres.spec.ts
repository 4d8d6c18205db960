import { describe, expect, test } from 'vitest';
import { hasPostgres15 } from '../../../fixtures/databases/start-postgres-15.ts';
import { postgresFaults } from '../../../fixtures/faults/event-api/postgres.ts';
import { catchesInEventApi } from './catches.ts';

if (hasPostgres15) catchesInEventApi('postgres', postgresFaults);
else
  describe('postgres', () => {
    test('PostgreSQL 15 is on this machine where CI demands it', () => {
      process.stdout.write('Not proved: PostgreSQL 15 is not installed (apt-get install postgresql-15).\n');
      expect(process.env.AIRLOCK_NEEDS_POSTGRES, 'postgresql-15 is missing').toBeUndefined();
    });
  });
