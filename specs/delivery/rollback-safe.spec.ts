import { check } from '../../support/check/index.ts';
import { readRollback, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeRollbackSafe } from './rollback-safe.judge.ts';

check({
  id: 'delivery/rollback-safe',
  title: 'the commit to go back to accepts the data that is stored, and fits the site and the backend that are live',
  platform: 'delivery',
  effect: 'read',
  severity: 'critical',
  why: 'A rollback onto data that the older schema rejects turns one incident into two.',
  remedy: 'Stop, and fix forward.',
  needs: ['delivery.rollback'],
  subjects: withDelivery,
  sends: { to: ['environment'], requests: 40, bound: 'one for each page of the lists of GitHub and Cloudflare' },
  async verify({ subject, read, count }) {
    const judgement = await readRollback(subject, read);
    count('functions, tables and bindings compared', judgement.compared);
    return judgeRollbackSafe(judgement);
  },
});
