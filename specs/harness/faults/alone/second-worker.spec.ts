import { secondWorker } from '../../../../fixtures/faults/second-worker.ts';
import { catches } from '../catches.ts';

catches('second-worker', secondWorker);
