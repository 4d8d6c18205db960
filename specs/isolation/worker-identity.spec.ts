import { check, NotVerified } from '../../support/check/index.ts';
import {
  apartByScript,
  judgeRedirect,
  ofEach,
  workerIdentitySends,
  workerName,
  workersApart,
} from '../../support/families/isolation/index.ts';
import { judgeWorkerName } from './worker-identity.judge.ts';

check({
  id: 'isolation/worker-identity',
  title: "the Worker reports the profile's name, and no other environment's Worker has the same one",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: "A route to another environment's Worker mixes the logs of both, and nothing looks broken.",
  remedy: "Correct the Worker's route or address, and deploy each environment under its own name.",
  needs: ['platforms.worker'],
  subjects: ({ workers }) => workers,
  sends: workerIdentitySends,
  async verify({ subject: worker, profile, reachableOthers, read, count }) {
    const name = await read(workerName, worker);
    const led = name.way === undefined ? [] : judgeRedirect(profile, "the Worker's address", name.way);
    if (led.length > 0) return led;
    count('redirects followed', name.way === undefined ? 0 : name.way.passed.length - 1);
    if (name.service === undefined)
      throw new NotVerified(
        `the Worker of ${worker.environment} does not report its name`,
        'Return a field `service` from `GET /` or in the health response. Where the Worker cannot be changed, list the check in `optional`.',
      );
    const { values: others, unlessUnread } = await ofEach(
      reachableOthers.flatMap(({ workers }) => workers),
      async (other) => {
        const otherName = await read(workerName, other);
        const isSame = name.service === otherName.service && worker.sharing !== 'shared';
        const apart = isSame
          ? (apartByScript(name.url, otherName.url) ??
            (await read(workersApart, { worker, other }).catch(() => undefined)))
          : undefined;
        if (apart !== undefined) count(`Workers with the same name that are apart: ${apart}`, 1);
        return { worker: other, name: otherName, apart };
      },
    );
    return unlessUnread(judgeWorkerName(worker, name, others));
  },
});
