import { describe, expect, test } from 'vitest';
import { convexClient } from '../../../fixtures/frontends/built-bundle.ts';
import { nextExport } from '../../../fixtures/frontends/next-export.ts';
import { startSite } from '../../../fixtures/frontends/start-site.ts';
import { readNamedSite } from '../../../support/platforms/convex/contract-backend.ts';
import type { SiteRoute } from '../../../support/platforms/convex/site/site-answers.ts';

async function pathsOf(
  files: Readonly<Record<string, string>>,
  { from = '', routes = [] }: { from?: string; routes?: readonly SiteRoute[] } = {},
) {
  await using site = await startSite(files);
  const found = await readNamedSite(`${site.url}${from}`, routes);
  expect(found.unparsed).toEqual([]);
  return {
    pages: found.pages,
    open: found.open.map(({ place, text, reason }) => `${place.replace(site.url, '')} ${text}: ${reason}`),
    paths: found.references.map(({ path }) => path).sort(),
    places: found.references.map(({ source }) => source && `${source.file}:${source.line}:${source.column}`),
    unread: found.unread.map(({ url }) => new URL(url).pathname),
    asked: site.asked,
  };
}

test('every chunk of a static export of Next.js is read: those of pages, of linked pages, of the manifest, and lazy ones', async () => {
  const { paths, unread, asked } = await pathsOf(nextExport);
  expect(paths).toEqual(['dyn/only:q', 'home/page:q', 'legacy/page:q', 'sites/list:all']);
  expect(unread).toEqual([]);
  expect(asked).not.toContain('/file.pdf');
});

test('a chunk that a page needs and that is gone is reported', async () => {
  const { '/_next/static/chunks/app/sites/page-sites.js': _gone, ...rest } = nextExport;
  const { paths, unread } = await pathsOf(rest);
  expect(unread).toEqual(['/_next/static/chunks/app/sites/page-sites.js']);
  expect(paths).not.toContain('sites/list:all');
});

test('a reference has its position in the source where a map is served, and else in the script', async () => {
  const files = {
    '/': '<script type="module" src="/assets/index-a.js"></script>',
    '/assets/index-a.js': `${convexClient}rr(N.sites.list.all);\n//# sourceMappingURL=index-a.js.map\n`,
  };
  const map = JSON.stringify({ version: 3, sources: ['../../src/app.tsx'], names: [], mappings: 'AAEA' });
  expect((await pathsOf({ ...files, '/assets/index-a.js.map': map })).places).toEqual(['src/app.tsx:3:1']);
  expect((await pathsOf(files)).places).toEqual([undefined]);
  expect((await pathsOf({ ...files, '/assets/index-a.js.map': 'not a map' })).places).toEqual([undefined]);
});

describe('a page of a Next.js site', () => {
  const route = (path: string): SiteRoute => ({ path, file: `app${path}/page.tsx`, app: '', root: 'web' });
  const push = '<script>self.__next_f.push([1,""])</script>';
  const hidden = {
    ...nextExport,
    '/hidden': `<script src="/_next/static/chunks/app/hidden/page-1.js"></script>${push}`,
    '/_next/static/chunks/app/hidden/page-1.js':
      '(self.webpackChunk_N_E=self.webpackChunk_N_E||[]).push([[95],{95:(e,t,s)=>{(0,s(77).IT)(s(4217).FH.gone.x,{})}}]);',
  };

  test('that no page links to is read where the source has it', async () => {
    const { paths, open } = await pathsOf(hidden, { routes: ['/', '/sites', '/hidden'].map(route) });
    expect(paths).toContain('gone:x');
    expect(open).toEqual([]);
  });

  test('is open where the source has it and the site does not answer with it', async () => {
    const { open } = await pathsOf(nextExport, { routes: ['/', '/sites', '/away', '/users/[id]'].map(route) });
    expect(open).toEqual([
      'web/app/away/page.tsx:1:1 the page /away: it answers with status 404, text/html',
      'web/app/users/[id]/page.tsx:1:1 the page /users/[id]: no page that was read is one of it; name one in platforms.pages.routes',
    ]);
  });

  test('is read where a page links to one of its addresses', async () => {
    const linked = { ...nextExport, '/': `${nextExport['/']}<a href="/users/7">7</a>`, '/users/7': push };
    expect((await pathsOf(linked, { routes: ['/', '/sites', '/users/[id]'].map(route) })).open).toEqual([]);
  });

  test('may exist unseen where no source is given, or only that of another site', async () => {
    const words =
      ' the pages that no page links to: the scripts of a Next.js site do not list its pages, and no source of it was given';
    expect((await pathsOf(hidden)).open).toEqual([words]);
    expect((await pathsOf(hidden, { routes: ['/', '/docs', '/docs/[slug]'].map(route) })).open).toEqual([words]);
  });
});

test('the page that the address names is read, beside the one at the top', async () => {
  const files = {
    '/app/dash': '<script src="/assets/dash.js"></script>',
    '/assets/dash.js': `${convexClient}rr(N.dash.all);`,
  };
  const { paths, pages } = await pathsOf(files, { from: '/app/dash' });
  expect({ paths, pages }).toEqual({ paths: ['dash:all'], pages: ['/app/dash'] });
});

test('scripts of the build on another host are open, those of other services are not', async () => {
  const { open } = await pathsOf({
    '/': '<script src="https://cdn.example/_next/static/chunks/main.js"></script><script src="https://stats.example/tag.js"></script>',
  });
  expect(open).toEqual([
    'https://cdn.example/_next/static/chunks/main.js a script of the build: it is served from another origin, which is not read',
  ]);
});

test('of more linked pages than are read, the others are open', async () => {
  const links = Array.from({ length: 203 }, (_, page) => `<a href="/page-${page}">${page}</a>`).join('');
  expect((await pathsOf({ '/': links })).open).toEqual([
    ' 3 linked pages: the site links to more pages than the 200 that are read',
  ]);
});
