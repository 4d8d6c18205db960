import { check } from '../../support/check/index.ts';
import { deploymentType } from '../../support/families/isolation/index.ts';
import { judgeType } from './convex-type.judge.ts';

check({
  id: 'isolation/convex-type',
  title: 'the deployment has the type that its environment declares, if it reports one',
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  why: 'Production on a development deployment has its limits, and exposes its logs and data to every developer.',
  remedy: 'Put the deployment of the right type into the table, then sync it to the platforms.',
  needs: ['platforms.convex'],
  subjects: ({ backends }) => backends,
  sends: { to: ['convex'], requests: 4 },
  async verify({ subject: convex, profile, read }) {
    return judgeType(await read(deploymentType, convex), convex, profile);
  },
});
