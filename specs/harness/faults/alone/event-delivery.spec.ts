import { eventDeliveryFaults } from '../../../../fixtures/faults/event-api/event-delivery.ts';
import { catchesInEventApi } from '../catches.ts';

catchesInEventApi('event-delivery', eventDeliveryFaults);
