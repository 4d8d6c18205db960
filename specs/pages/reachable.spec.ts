import { check } from '../../support/check/index.ts';
import { judgeReachable, sitePage } from '../../support/platforms/pages/index.ts';

check({
  id: 'pages/reachable',
  title: 'the site serves its first page',
  platform: 'pages',
  effect: 'read',
  severity: 'critical',
  first: true,
  why: 'Nothing else matters to a visitor whose page does not load.',
  remedy: "Check the Pages project's latest deployment and its custom domain; roll back there if it is broken.",
  subjects: ({ sites }) => sites,
  sends: { to: ['pages'], requests: 1 },
  async verify({ subject: pages, read }) {
    return judgeReachable(await read(sitePage, { pages, path: '/' }), pages);
  },
});
