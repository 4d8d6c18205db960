import { check } from '../../support/check/index.ts';
import { judgeReachable, sitePage } from '../../support/platforms/pages/index.ts';

check({
  id: 'pages/reachable',
  title: 'the site answers with its first page',
  platform: 'pages',
  effect: 'read',
  severity: 'critical',
  why: 'Nothing else matters to a user whose page does not come.',
  remedy: 'Look at the last deployment of the Pages project and at its custom domain; roll back there if it is broken.',
  subjects: ({ pages }) => pages && [pages],
  async verify({ subject: pages, read }) {
    return judgeReachable(await read(sitePage, { pages, path: '/' }), pages);
  },
});
