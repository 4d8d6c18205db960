import { check } from '../../support/check/index.ts';
import { judgeVersion, readPlatformVersion } from '../../support/platforms/worker/index.ts';

check({
  id: 'worker/version',
  title: 'the deployed version is the commit that is meant',
  platform: 'worker',
  effect: 'read',
  severity: 'critical',
  why: 'A deployment that went nowhere leaves the old code in place, and every other check looks at that.',
  remedy: 'Deploy the Worker again from the commit that is meant: `npx wrangler deploy`.',
  needs: ['platforms.worker.version'],
  subjects: ({ workers }) => workers.filter((worker) => worker.version),
  sends: { to: ['worker'], requests: 2 },
  async verify({ subject: worker, profile, read }) {
    return judgeVersion(await readPlatformVersion(worker, profile, read));
  },
});
