import { check, NotApplicable } from '../../support/check/index.ts';
import { siblingsOf, sitePage, siteRedirect } from '../../support/platforms/pages/index.ts';
import { judgeRedirects } from './redirects.judge.ts';

check({
  id: 'pages/redirects',
  title: 'plain HTTP, the host with or without www, and further addresses lead to the site in one step',
  platform: 'pages',
  effect: 'read',
  severity: 'warning',
  why: 'Visitors type the short address; if it is served over plain HTTP, redirects in circles or leads to another site, they do not get in.',
  remedy: 'Redirect every other address of the site to its own with 301 or 308, path and query kept.',
  subjects: ({ sites }) => {
    const some = sites.filter(({ url, aliases }) => siblingsOf(url.url).length + aliases.length > 0);
    if (some.length === 0 && sites.length > 0)
      throw new NotApplicable(
        'the site has no other address: it is served over plain HTTP, and `platforms.pages.aliases` is empty',
      );
    return some;
  },
  sends: ({ aliases }) => ({ to: ['pages'], requests: 12 + 6 * aliases.length }),
  async verify({ subject: pages, profile, read, count }) {
    const guessed = siblingsOf(pages.url.url);
    const named = pages.aliases.map(({ url }) => url);
    const [home, ...readings] = await Promise.all([
      read(sitePage, { pages, path: '/' }),
      ...[...guessed, ...named].map((address) => read(siteRedirect, address)),
    ] as const);
    count('other addresses', readings.length);
    count('other addresses where nothing answers', readings.filter(({ answers }) => !answers).length);
    return judgeRedirects(readings.slice(guessed.length), readings.slice(0, guessed.length), home, pages, profile);
  },
});
