import { check } from '../../support/check/index.ts';
import { judgeAskedDelivery, rolesBeforeFrontend, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeBackendBeforeFrontend } from './backend-before-frontend.judge.ts';

check({
  id: 'delivery/backend-before-frontend',
  title: 'on every path that ships the front end, the backend was deployed before',
  platform: 'delivery',
  effect: 'read',
  severity: 'critical',
  why: 'A front end that is live before its backend calls functions that do not exist yet.',
  remedy: 'Let the job that ships the front end need the job that deploys the backend.',
  subjects: withDelivery,
  sends: { to: ['environment'], requests: 40, bound: 'one for each page of the lists of GitHub and Cloudflare' },
  async verify(context) {
    return judgeAskedDelivery(context, (delivery) =>
      judgeBackendBeforeFrontend(delivery, rolesBeforeFrontend(context.subject), context.subject.sites.length > 0),
    );
  },
});
