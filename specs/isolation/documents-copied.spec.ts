import { check } from '../../support/check/index.ts';
import { documentReads, judgeEveryPair, judgeSameContents } from '../../support/families/isolation/index.ts';

check({
  id: 'isolation/documents-copied',
  title: "no document is a copy of another environment's under a new id",
  platform: 'isolation',
  effect: 'read',
  severity: 'warning',
  crosses: true,
  why: "Real people's data copied to development can be read by every developer.",
  remedy:
    'Remove what was copied. Tables that are the same everywhere on purpose, as seeds are, belong in platforms.isolation.documents.exclude, by name.',
  needs: ['platforms.convex'],
  subjects: ({ backends }) => backends,
  sends: documentReads,
  verify: (context) => judgeEveryPair(context, judgeSameContents(context.profile.isolation.documents.mostUntold)),
});
