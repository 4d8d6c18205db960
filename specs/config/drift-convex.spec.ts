import { check } from '../../support/check/index.ts';
import { findDrift, targetsOn } from '../../support/families/config/index.ts';

check({
  id: 'config/drift-convex',
  title: 'the Convex deployment holds what the table says',
  platform: 'config',
  effect: 'read',
  severity: 'critical',
  why: 'A value that was changed in a dashboard lives on until the next sync, and nobody knows which of the two is meant.',
  remedy: 'Put the table right, or sync it to the platform.',
  subjects: (profile) => targetsOn(profile, 'convex'),
  verify: findDrift,
});
