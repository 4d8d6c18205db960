import { check } from '../../support/check/index.ts';
import { judgeDelivery, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeGatePresent } from './gate-present.judge.ts';

check({
  id: 'delivery/gate-present',
  title: 'the gate runs after the deploys and the audit every night, and both can fail',
  platform: 'delivery',
  effect: 'offline',
  severity: 'critical',
  why: 'A gate that cannot fail is green whatever it saw; one that nobody runs sees nothing.',
  remedy: 'Let a failure of the gate fail its job, and let the job need the deploys.',
  subjects: withDelivery,
  async verify(context) {
    return judgeDelivery(context, (delivery) => {
      const { gates, findings } = judgeGatePresent(delivery);
      context.count('gates', gates);
      return findings;
    });
  },
});
