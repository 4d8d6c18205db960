import { check } from '../../support/check/index.ts';
import { judgeDelivery, withDelivery } from '../../support/families/delivery/index.ts';
import { judgePinnedActions } from './pinned-actions.judge.ts';

check({
  id: 'delivery/pinned-actions',
  title: 'third-party actions in jobs with deploy credentials are pinned to a commit',
  platform: 'delivery',
  effect: 'offline',
  severity: 'warning',
  why: 'A tag can be moved to other code, which then runs with the key that deploys.',
  remedy: 'Name the commit in place of the tag, with the tag as a comment.',
  subjects: withDelivery,
  async verify(context) {
    return judgeDelivery(context, (delivery) => {
      const { actions, findings } = judgePinnedActions(delivery);
      context.count('actions', actions);
      return findings;
    });
  },
});
