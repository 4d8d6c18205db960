import { composeFaults } from '../../../../fixtures/faults/event-api/compose.ts';
import { composePortsFaults } from '../../../../fixtures/faults/event-api/compose-ports.ts';
import { composeSecretsFaults } from '../../../../fixtures/faults/event-api/compose-secrets.ts';
import { secondComposeFaults } from '../../../../fixtures/faults/event-api/second-compose.ts';
import { catchesInEventApi } from '../catches.ts';

catchesInEventApi('compose', composeFaults);
catchesInEventApi('compose-ports', composePortsFaults);
catchesInEventApi('compose-secrets', composeSecretsFaults);
catchesInEventApi('second-compose', secondComposeFaults);
