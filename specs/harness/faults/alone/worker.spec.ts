import { workerFaults } from '../../../../fixtures/faults/worker.ts';
import { catches } from '../catches.ts';

catches('worker', workerFaults);
