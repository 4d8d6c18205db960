import { check } from '../../support/check/index.ts';
import { ownConnections, refuseFront, sitePage } from '../../support/platforms/pages/index.ts';
import { isPage, judgeSecurityHeaders } from './security-headers.judge.ts';

check({
  id: 'pages/security-headers',
  title: 'every page has the security headers that the config demands, and its policy allows its own connections',
  platform: 'pages',
  effect: 'read',
  severity: 'warning',
  why: 'Without them a page can be framed, downgraded to plain HTTP, or read as another type; with a wrong policy it cannot reach its backend.',
  remedy:
    'Set the headers for every path (on Cloudflare Pages, in `_headers`), or adjust `platforms.pages.securityHeaders`.',
  subjects: ({ sites }) => sites,
  sends: ({ routes }) => ({ to: ['pages'], requests: 1 + routes.length }),
  async verify({ subject: pages, profile, read, count }) {
    const paths = ['/', ...pages.routes.filter(({ status }) => status === 200).map(({ path }) => path)];
    const readings = await Promise.all([...new Set(paths)].map((path) => read(sitePage, { pages, path })));
    for (const reading of readings) refuseFront(reading, pages);
    const findings = judgeSecurityHeaders(readings, pages, ownConnections(profile, pages));
    const judged = readings.filter(isPage).length;
    count('pages', judged);
    count('routes that did not answer with a page, left to pages/routes', readings.length - judged);
    return findings;
  },
});
