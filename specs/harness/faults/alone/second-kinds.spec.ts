import { secondKinds } from '../../../../fixtures/faults/second-kinds.ts';
import { catches } from '../catches.ts';

catches('second-kinds', secondKinds);
