import { check } from '../../support/check/index.ts';
import { documentReads, judgeEveryPair, judgeSameIds } from '../../support/families/isolation/index.ts';

check({
  id: 'isolation/documents-disjoint',
  title: 'no document has the same id in two environments, in any table',
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: 'Ids are unique: the same one in two environments means a shared or a copied database.',
  remedy: 'Give each environment its own deployment; replace copied data with `npx convex import --replace`.',
  needs: ['platforms.convex'],
  subjects: ({ backends }) => backends,
  sends: documentReads,
  verify: (context) => judgeEveryPair(context, judgeSameIds),
});
