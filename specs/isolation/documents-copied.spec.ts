import { check } from '../../support/check/index.ts';
import {
  documentEvidence,
  documentsInCommon,
  judgeSameContents,
  pairOf,
  requireOthers,
} from '../../support/platforms/isolation/index.ts';

check({
  id: 'isolation/documents-copied',
  title: 'no document of another environment stands here under another id',
  platform: 'isolation',
  effect: 'read',
  severity: 'warning',
  why: 'Data of real people that was copied to development is read by whoever develops.',
  remedy:
    'Remove what was copied, or name tables that hold the same everywhere in platforms.isolation.documents.exclude.',
  subjects: (profile) => (profile.convex ? [profile] : undefined),
  async verify({ subject: profile, reachableOthers, read, count }) {
    const pairs = requireOthers(profile, reachableOthers).map((other) => pairOf(profile, other));
    const findings = await Promise.all(
      pairs.map(async (pair) => {
        const comparison = await read(documentsInCommon, pair);
        for (const [what, number] of documentEvidence(comparison)) count(what, number);
        return judgeSameContents([pair.left.environment, pair.right.environment], comparison);
      }),
    );
    return findings.flat();
  },
});
