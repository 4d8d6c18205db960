import { configFaults } from '../../../../fixtures/faults/config.ts';
import { equalSettingsFaults } from '../../../../fixtures/faults/equal-settings.ts';
import { foreignValuesFaults } from '../../../../fixtures/faults/foreign-values.ts';
import { catches } from '../catches.ts';

catches('config', configFaults);
catches('equal-settings', equalSettingsFaults);
catches('foreign-values', foreignValuesFaults);
