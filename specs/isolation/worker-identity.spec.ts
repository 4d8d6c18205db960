import { check, NotVerified } from '../../support/check/index.ts';
import { judgeRedirect, ofEach, workerName } from '../../support/families/isolation/index.ts';
import { judgeWorkerName } from './worker-identity.judge.ts';

check({
  id: 'isolation/worker-identity',
  title: 'the Worker calls itself by the name that the profile says, and no other environment has one of that name',
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: 'A route that leads to the Worker of another environment mixes what both log, and nothing looks broken.',
  remedy: 'Correct the route or the address of the Worker, and deploy each environment under its own name.',
  subjects: ({ worker }) => worker && [worker],
  async verify({ subject: worker, profile, reachableOthers, read, count }) {
    const name = await read(workerName, worker);
    const led = name.way === undefined ? [] : judgeRedirect(profile, "the Worker's address", name.way);
    if (led.length > 0) return led;
    count('redirects followed', name.way === undefined ? 0 : name.way.passed.length - 1);
    if (name.service === undefined)
      throw new NotVerified(
        `the Worker of ${worker.environment} does not say what it is called`,
        'Let `GET /` answer with a field `service`.',
      );
    const { values: others, unlessUnread } = await ofEach(
      reachableOthers.flatMap(({ worker: other }) => other ?? []),
      async (other) => ({ worker: other, name: await read(workerName, other) }),
    );
    return unlessUnread(judgeWorkerName(worker, name, others));
  },
});
