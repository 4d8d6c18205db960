import { serviceIdentityFaults } from '../../../../fixtures/faults/event-api/service-identity.ts';
import { servicesFaults } from '../../../../fixtures/faults/event-api/services.ts';
import { catchesInEventApi } from '../catches.ts';

catchesInEventApi('services', servicesFaults);
catchesInEventApi('service-identity', serviceIdentityFaults);
