import { check } from '../../support/check/index.ts';
import { readWayBack, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeRollbackTarget } from './rollback-target.judge.ts';

check({
  id: 'delivery/rollback-target',
  title: 'each platform has an earlier deployment that a rollback would activate',
  platform: 'delivery',
  effect: 'read',
  severity: 'warning',
  why: 'In an incident it is too late to learn that there is nothing to go back to.',
  remedy: 'Keep the deployments of production, and deploy the Worker before a Durable Object migration once more.',
  subjects: withDelivery,
  sends: { to: ['environment'], requests: 40, bound: 'one for each page of the lists of GitHub and Cloudflare' },
  async verify({ subject, read, count }) {
    const { targets, worker } = await readWayBack(subject, read);
    count('platforms with an earlier deployment', targets.filter(({ target }) => target !== undefined).length);
    return judgeRollbackTarget(targets, worker);
  },
});
