import { configFaults } from '../../../fixtures/faults/config.ts';
import { foreignValuesFaults } from '../../../fixtures/faults/foreign-values.ts';
import { catches } from './catches.ts';

catches('config', configFaults);
catches('foreign-values', foreignValuesFaults);
