import { check } from '../../support/check/index.ts';
import { judgeEveryPair, judgeSameContents } from '../../support/families/isolation/index.ts';

check({
  id: 'isolation/documents-copied',
  title: "no document is a copy of another environment's under a new id",
  platform: 'isolation',
  effect: 'read',
  severity: 'warning',
  crosses: true,
  why: "Real people's data copied to development can be read by every developer.",
  remedy:
    'Remove what was copied, or list tables that are the same everywhere in platforms.isolation.documents.exclude.',
  subjects: (profile) => (profile.convex ? [profile] : undefined),
  verify: (context) => judgeEveryPair(context, judgeSameContents),
});
