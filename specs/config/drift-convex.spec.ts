import { check } from '../../support/check/index.ts';
import { findDrift, keyReads, targetsOn } from '../../support/families/config/index.ts';

check({
  id: 'config/drift-convex',
  title: "the Convex deployment's variables match the table",
  platform: 'config',
  effect: 'read',
  severity: 'critical',
  why: 'A value changed in a dashboard survives until the next sync, and nobody knows which of the two is right.',
  remedy: 'Correct the table, or sync it to the platform.',
  needs: ['sync.targets'],
  subjects: (profile) => targetsOn(profile, 'convex'),
  sends: keyReads,
  verify: findDrift,
});
