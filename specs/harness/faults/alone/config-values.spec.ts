import { configValuesFaults } from '../../../../fixtures/faults/config-values.ts';
import { catches } from '../catches.ts';

catches('config-values', configValuesFaults);
