import { eventDeliveryFaults } from '../../../fixtures/faults/event-api/delivery.ts';
import { catchesInEventApi } from './catches.ts';

catchesInEventApi('event-delivery', eventDeliveryFaults);
