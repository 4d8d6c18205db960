import { secondDelivery } from '../../../../fixtures/faults/second-delivery.ts';
import { catches } from '../catches.ts';

catches('second-delivery', secondDelivery);
