import { check } from '../../support/check/index.ts';
import { judgeDelivery, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeHealthBeforeSwitch } from './health-before-switch.judge.ts';

check({
  id: 'delivery/health-before-switch',
  title: 'users are led to a new version where it is healthy, and back where a later step fails',
  platform: 'delivery',
  effect: 'offline',
  severity: 'critical',
  why: 'A switch to a version that never became healthy is an outage, and nobody is led back.',
  remedy: 'Wait for the health of the new version before the switch, in the same job.',
  needs: ['delivery.switch'],
  subjects: withDelivery,
  async verify(context) {
    const { subject, count } = context;
    return judgeDelivery(context, (delivery) => {
      const named = subject.delivery?.switch;
      if (!named) return [];
      const { switches, findings } = judgeHealthBeforeSwitch(delivery, named);
      count('switches', switches);
      return findings;
    });
  },
});
