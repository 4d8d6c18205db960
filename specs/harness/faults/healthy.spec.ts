import { healthyRuns } from '../../../fixtures/faults/healthy.ts';
import { catches } from './catches.ts';

catches('healthy', healthyRuns);
