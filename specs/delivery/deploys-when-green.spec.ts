import { check } from '../../support/check/index.ts';
import { judgeDelivery, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeDeploysWhenGreen } from './deploys-when-green.judge.ts';

check({
  id: 'delivery/deploys-when-green',
  title: 'a deploy job that is green has deployed',
  platform: 'delivery',
  effect: 'offline',
  severity: 'critical',
  why: 'A job that ends green without its deploy looks like a release, and what follows it goes on.',
  remedy: 'Put the condition on the job, and let every failure of the deploy fail its step.',
  subjects: withDelivery,
  async verify(context) {
    return judgeDelivery(context, judgeDeploysWhenGreen);
  },
});
