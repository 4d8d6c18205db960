import { deliveryFaults } from '../../../../fixtures/faults/delivery.ts';
import { catches } from '../catches.ts';

catches('delivery', deliveryFaults);
