import { check } from '../../support/check/index.ts';
import { judgeAskedDelivery, rolesBeforeFrontend, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeBackendDeploys } from './backend-deploys.judge.ts';

check({
  id: 'delivery/backend-deploys',
  title: 'a pipeline deploys the backend and the Workers by itself, from the right folder',
  platform: 'delivery',
  effect: 'read',
  severity: 'critical',
  why: 'A backend that is deployed by hand is forgotten: the site was down for 23 hours, calling functions that were never deployed.',
  remedy:
    'Add a job that runs `npx convex deploy --yes` in the folder of the backend, with `CONVEX_DEPLOY_KEY` in its environment.',
  subjects: withDelivery,
  sends: { to: ['environment'], requests: 40, bound: 'one for each page of the lists of GitHub and Cloudflare' },
  async verify(context) {
    return judgeAskedDelivery(context, (delivery) =>
      judgeBackendDeploys(delivery, rolesBeforeFrontend(context.subject)),
    );
  },
});
