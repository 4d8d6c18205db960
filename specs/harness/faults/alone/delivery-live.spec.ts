import { deliveryLiveFaults } from '../../../../fixtures/faults/delivery-live.ts';
import { catches } from '../catches.ts';

catches('delivery-live', deliveryLiveFaults);
