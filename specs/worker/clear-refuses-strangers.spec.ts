import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import {
  provedEvidence,
  readVersion,
  workerClearProof,
  workerStoredKey,
} from '../../support/platforms/worker/index.ts';
import { judgeClearProof, requireOwnStore, sharedWith } from './clear-refuses-strangers.judge.ts';

check({
  id: 'worker/clear-refuses-strangers',
  title: 'administrative routes delete nothing for a caller without the right token, by any method',
  platform: 'worker',
  effect: 'destructive',
  severity: 'critical',
  why: 'One request of a stranger deletes every log.',
  remedy:
    'Ask for a token before anything else on the route, refuse everybody where the token is not set, and redeploy.',
  needs: ['platforms.worker.adminRoutes'],
  subjects({ workers, environment, class: kind }) {
    if (kind !== 'development')
      throw new NotApplicable(`${environment} is not a development environment: nothing is ever deleted there`);
    return workers.flatMap((worker) => worker.adminRoutes.map((route) => ({ worker, route })));
  },
  sends: (_, { profile: { workers } }) => ({
    to: ['worker'],
    requests: 28 * Math.max(...workers.map(({ ingestWithinMs }) => ingestWithinMs / 100)),
    records: 14,
    bound: '14 calls that would delete, a planted log before each, and GETs until it is found',
  }),
  async verify({ subject: { worker, route }, profile, read, count }) {
    const owner = sharedWith(profile, worker);
    if (owner !== undefined)
      throw new NotVerified(
        `${owner}: deleting here would delete there`,
        'Give the development environment a Worker and a Redis of its own.',
      );
    // What the config says of the Redis is not what the Worker has: nothing is deleted before a log is seen in it.
    if (worker.redis !== undefined && worker.retention !== undefined)
      requireOwnStore(await read(workerStoredKey, worker), worker);
    const proof = await read(workerClearProof, { worker, route });
    count('calls without the right token', proof.attempts.length);
    const findings = judgeClearProof(proof, route);
    const [version] = await readVersion(worker, read);
    if (findings.length === 0 && version?.value !== undefined)
      count(provedEvidence(route.path, version.value), proof.attempts.length);
    return findings;
  },
});
