import { credentialsFaults } from '../../../../fixtures/faults/credentials.ts';
import { databasesFaults } from '../../../../fixtures/faults/databases.ts';
import { sharedDataFaults } from '../../../../fixtures/faults/shared-data.ts';
import { catches } from '../catches.ts';

catches('shared-data', sharedDataFaults);
catches('databases', databasesFaults);
catches('credentials', credentialsFaults);
