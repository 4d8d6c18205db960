import { migrationFaults } from '../../../../fixtures/faults/migration.ts';
import { pagesFaults } from '../../../../fixtures/faults/pages.ts';
import { redisFaults } from '../../../../fixtures/faults/redis.ts';
import { catches } from '../catches.ts';

catches('redis', redisFaults);
catches('migration', migrationFaults);
catches('pages', pagesFaults);
