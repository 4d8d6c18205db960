import { workerCorsFaults } from '../../../../fixtures/faults/worker-cors.ts';
import { workerLimitsFaults } from '../../../../fixtures/faults/worker-limits.ts';
import { catches } from '../catches.ts';

catches('worker-limits', workerLimitsFaults);
catches('worker-cors', workerCorsFaults);
