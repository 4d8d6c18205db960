import { secondConfig } from '../../../../fixtures/faults/second-config.ts';
import { catches } from '../catches.ts';

catches('second-config', secondConfig);
