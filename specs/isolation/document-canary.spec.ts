import { check, NotApplicable } from '../../support/check/index.ts';
import {
  documentCanary,
  documentCanaryRemoval,
  documentElsewhere,
  named,
  ofEach,
  reachableToTry,
  requireOthers,
  triedEnvironments,
} from '../../support/families/isolation/index.ts';

check({
  id: 'isolation/document-canary',
  title: 'a document created here is found here and in no other environment',
  platform: 'isolation',
  effect: 'canary',
  severity: 'critical',
  crosses: true,
  why: 'A database that two environments share, or that is replicated into another, is caught here first.',
  remedy: 'Give each environment its own Convex deployment, and stop whatever copies documents between them.',
  needs: ['platforms.convex', 'platforms.isolation.canary.document'],
  subjects({ backends, isolation, environment, others }) {
    if (others.length === 0) throw new NotApplicable(`${environment} is the only environment`);
    const convex = named(backends, isolation.backend);
    return convex && isolation.canary.document ? [{ convex, canary: isolation.canary.document }] : [];
  },
  sends: (_, { profile, others }) => ({
    to: ['convex'],
    requests: others.length === 0 ? 0 : 6 + triedEnvironments(profile, others).length * 6,
    records: others.length === 0 ? 0 : 1,
  }),
  async verify({ subject: { convex, canary }, profile, reachableOthers, read, count }) {
    const tried = reachableToTry(profile, requireOthers(profile, reachableOthers), count);
    const others = tried.flatMap(({ backends }) => backends);
    if (others.length === 0) throw new NotApplicable('no other environment has `platforms.convex`');
    const document = await read(documentCanary, { convex, canary });
    count('canaries found at home', 1);
    const { absentForMs } = profile.isolation.canary;
    try {
      const { values: sightings, unlessUnread } = await ofEach(others, async (other) => {
        const { seen } = await read(documentElsewhere, { convex: other, canary: document, absentForMs });
        count('searches elsewhere', 1);
        return { other, seen };
      });
      const findings = sightings
        .filter(({ seen }) => seen)
        .map(({ other }) => ({
          what: `a document of ${convex.environment} is seen in ${other.environment}`,
          expected: `nothing of it in ${other.environment}`,
          received: `${document.id} in ${document.table}`,
          from: [`${other.url.value} (${other.environment})`, `${convex.url.value} (${convex.environment})`],
        }));
      return unlessUnread(findings);
    } finally {
      await read(documentCanaryRemoval, { convex, canary, id: document.id });
    }
  },
});
