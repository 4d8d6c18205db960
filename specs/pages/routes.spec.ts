import { check } from '../../support/check/index.ts';
import { judgeRoute, sitePage } from '../../support/platforms/pages/index.ts';

check({
  id: 'pages/routes',
  title: 'each named route returns the expected status and content',
  platform: 'pages',
  effect: 'read',
  severity: 'critical',
  why: 'A site whose first page works can still be missing the page that its users need.',
  remedy: 'Redeploy the site, or correct the route in `platforms.pages.routes` where it has moved.',
  subjects: ({ sites }) => sites.flatMap((pages) => pages.routes.map((route) => ({ pages, route }))),
  sends: { to: ['pages'], requests: 1 },
  async verify({ subject: { pages, route }, read }) {
    return judgeRoute(await read(sitePage, { pages, path: route.path }), route, pages);
  },
});
