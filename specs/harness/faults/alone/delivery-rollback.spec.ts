import { deliveryRollbackFaults } from '../../../../fixtures/faults/delivery-rollback.ts';
import { catches } from '../catches.ts';

catches('delivery-rollback', deliveryRollbackFaults);
