import { identityFaults } from '../../../../fixtures/faults/identity.ts';
import { siteAndLinksFaults } from '../../../../fixtures/faults/site-and-links.ts';
import { catches } from '../catches.ts';

catches('identity', identityFaults);
catches('site-and-links', siteAndLinksFaults);
