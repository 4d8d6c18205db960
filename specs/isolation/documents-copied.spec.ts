import { check } from '../../support/check/index.ts';
import { judgeEveryPair, judgeSameContents } from '../../support/families/isolation/index.ts';

check({
  id: 'isolation/documents-copied',
  title: 'no document of another environment stands here under another id',
  platform: 'isolation',
  effect: 'read',
  severity: 'warning',
  crosses: true,
  why: 'Data of real people that was copied to development is read by whoever develops.',
  remedy:
    'Remove what was copied, or name tables that hold the same everywhere in platforms.isolation.documents.exclude.',
  subjects: (profile) => (profile.convex ? [profile] : undefined),
  verify: (context) => judgeEveryPair(context, judgeSameContents),
});
