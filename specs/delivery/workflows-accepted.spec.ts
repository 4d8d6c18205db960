import { check } from '../../support/check/index.ts';
import { judgeDelivery, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeWorkflowsAccepted } from './workflows-accepted.judge.ts';

check({
  id: 'delivery/workflows-accepted',
  title: 'every workflow is one that GitHub accepts',
  platform: 'delivery',
  effect: 'offline',
  severity: 'critical',
  why: 'A workflow that GitHub refuses never runs, and nobody is told on a push.',
  remedy: 'Change the line that is named; GitHub shows the same message under Actions.',
  subjects: withDelivery,
  async verify(context) {
    return judgeDelivery(context, judgeWorkflowsAccepted);
  },
});
