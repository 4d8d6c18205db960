import { check } from '../../support/check/index.ts';
import { deploymentType } from '../../support/families/isolation/index.ts';
import { judgeType } from './convex-type.judge.ts';

check({
  id: 'isolation/convex-type',
  title: 'a deployment that says what type it is says the type that its environment declares',
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  why: 'Production on a development deployment has its limits, its logs and its data open to everybody who develops.',
  remedy: 'Put the deployment of the right type into the table, then sync it to the platforms.',
  subjects: ({ convex }) => convex && [convex],
  async verify({ subject: convex, profile, read }) {
    return judgeType(await read(deploymentType, convex), convex, profile);
  },
});
