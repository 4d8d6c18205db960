import { secondIsolation } from '../../../../fixtures/faults/second-isolation.ts';
import { catches } from '../catches.ts';

catches('second-isolation', secondIsolation);
