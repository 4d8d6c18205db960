import { check } from '../../support/check/index.ts';
import { judgeDelivery, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeOneDeployAtATime } from './one-deploy-at-a-time.judge.ts';

check({
  id: 'delivery/one-deploy-at-a-time',
  title: 'deploys of one environment wait for each other, and none is cut off or done twice',
  platform: 'delivery',
  effect: 'offline',
  severity: 'warning',
  why: 'Two deploys at once leave the backend of one commit with the site of another.',
  remedy:
    'Give the workflow a `concurrency` group that all deploys of the environment share, with `cancel-in-progress: false`.',
  subjects: withDelivery,
  async verify(context) {
    return judgeDelivery(context, judgeOneDeployAtATime);
  },
});
