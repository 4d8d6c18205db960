import { secondPages } from '../../../../fixtures/faults/second-pages.ts';
import { catches } from '../catches.ts';

catches('second-pages', secondPages);
