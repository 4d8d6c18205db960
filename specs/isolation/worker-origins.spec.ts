import { check } from '../../support/check/index.ts';
import { workerPreflight } from '../../support/platforms/worker/index.ts';
import { judgeOrigin, originSubjects } from './worker-origins.judge.ts';

check({
  id: 'isolation/worker-origins',
  title: "the Worker allows its own environment's site, and no other environment's unless it is shared",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  why: "A Worker that accepts any site's logs mixes the environments.",
  remedy: "Set the Worker's allowed origins to those of its own environment, and redeploy it.",
  subjects: (profile) => (profile.worker && profile.pages ? originSubjects(profile) : undefined),
  async verify({ subject, read, count }) {
    const preflight = await read(workerPreflight, {
      worker: subject.worker,
      origin: subject.origin,
      path: '/log',
      method: 'POST',
    });
    count('origins', 1);
    return judgeOrigin(subject, preflight);
  },
});
