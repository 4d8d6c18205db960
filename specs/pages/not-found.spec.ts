import { check } from '../../support/check/index.ts';
import { sitePage, unknownPath } from '../../support/platforms/pages/index.ts';
import { judgeUnknown } from './not-found.judge.ts';

check({
  id: 'pages/not-found',
  title: 'an unknown path answers as the config says: 404, or the page of a single-page app',
  platform: 'pages',
  effect: 'read',
  severity: 'warning',
  why: 'A site that answers every path with success hides lost pages from search engines, monitors and these checks.',
  remedy: "Add a 404.html to the site; where the app shell is meant, set `platforms.pages.unknownPaths: 'shell'`.",
  subjects: ({ sites }) => sites,
  sends: { to: ['pages'], requests: 1 },
  async verify({ subject: pages, read, runId }) {
    return judgeUnknown(await read(sitePage, { pages, path: unknownPath(runId) }), pages);
  },
});
