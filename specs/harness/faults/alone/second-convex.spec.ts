import { secondConvex } from '../../../../fixtures/faults/second-convex.ts';
import { catches } from '../catches.ts';

catches('second-convex', secondConvex);
