import { providersFaults } from '../../../../fixtures/faults/providers.ts';
import { catches } from '../catches.ts';

catches('providers', providersFaults);
