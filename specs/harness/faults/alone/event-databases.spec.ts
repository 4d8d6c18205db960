import { pgliteFaults } from '../../../../fixtures/faults/event-api/pglite.ts';
import { catchesInEventApi } from '../catches.ts';

catchesInEventApi('pglite', pgliteFaults);
