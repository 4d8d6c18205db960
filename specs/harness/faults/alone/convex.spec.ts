import { convexFaults } from '../../../../fixtures/faults/convex.ts';
import { convexArgumentsFaults } from '../../../../fixtures/faults/convex-arguments.ts';
import { catches } from '../catches.ts';

catches('convex', convexFaults);
catches('convex-arguments', convexArgumentsFaults);
