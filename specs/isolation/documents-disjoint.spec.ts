import { check } from '../../support/check/index.ts';
import {
  documentEvidence,
  documentsInCommon,
  judgeSameIds,
  pairOf,
  requireOthers,
} from '../../support/platforms/isolation/index.ts';

check({
  id: 'isolation/documents-disjoint',
  title: 'no document stands in two environments under the same id, in any table',
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  why: 'An id is made once: the same one in two environments is a shared database, or one that was copied.',
  remedy:
    'Give each environment its own deployment; remove what was copied, with `npx convex import --replace` of data of its own.',
  subjects: (profile) => (profile.convex ? [profile] : undefined),
  async verify({ subject: profile, reachableOthers, read, count }) {
    const pairs = requireOthers(profile, reachableOthers).map((other) => pairOf(profile, other));
    const findings = await Promise.all(
      pairs.map(async (pair) => {
        const comparison = await read(documentsInCommon, pair);
        for (const [what, number] of documentEvidence(comparison)) count(what, number);
        return judgeSameIds([pair.left.environment, pair.right.environment], comparison);
      }),
    );
    return findings.flat();
  },
});
