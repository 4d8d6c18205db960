import { convexFunctionsFaults } from '../../../../fixtures/faults/convex-functions.ts';
import { convexSidesFaults } from '../../../../fixtures/faults/convex-sides.ts';
import { catches } from '../catches.ts';

catches('convex-functions', convexFunctionsFaults);
catches('convex-sides', convexSidesFaults);
