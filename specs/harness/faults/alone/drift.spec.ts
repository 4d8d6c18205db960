import { driftFaults } from '../../../../fixtures/faults/drift.ts';
import { catches } from '../catches.ts';

catches('drift', driftFaults);
