import { check } from '../../support/check/index.ts';
import { judgeDelivery, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeLeastPermissions } from './least-permissions.judge.ts';

check({
  id: 'delivery/least-permissions',
  title: 'jobs that hold deploy credentials have the least permissions, and no pull request runs with them',
  platform: 'delivery',
  effect: 'offline',
  severity: 'warning',
  why: 'Anyone who opens a pull request, or takes over an action, can deploy to production with the key that the job has.',
  remedy: 'Set `permissions: { contents: read }`, and give the key to the step that deploys.',
  subjects: withDelivery,
  async verify(context) {
    return judgeDelivery(context, judgeLeastPermissions);
  },
});
