import { check } from '../../support/check/index.ts';
import { judgeEveryPair, judgeSameIds } from '../../support/families/isolation/index.ts';

check({
  id: 'isolation/documents-disjoint',
  title: 'no document stands in two environments under the same id, in any table',
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: 'An id is made once: the same one in two environments is a shared database, or one that was copied.',
  remedy:
    'Give each environment its own deployment; remove what was copied, with `npx convex import --replace` of data of its own.',
  subjects: (profile) => (profile.convex ? [profile] : undefined),
  verify: (context) => judgeEveryPair(context, judgeSameIds),
});
