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
  const route = (path: string): SiteRoute => ({
    framework: 'next',
    path,
    file: `app${path}/page.tsx`,
    app: '',
    root: 'web',
  });
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

describe('a page that no page links to', () => {
  const call = (path: string) => `${convexClient}rr(N.${path});`;

  test('is read where the first script of SvelteKit lists the pages', async () => {
    const { paths, open } = await pathsOf({
      '/': '<script>Promise.all([import("./_app/immutable/entry/start.a.js"),import("./_app/immutable/entry/app.b.js")]).then(([kit, app]) => kit.start(app, element, { node_ids: [0, 2] }));</script>',
      '/_app/immutable/entry/start.a.js': 'export{};',
      '/_app/immutable/entry/app.b.js':
        'const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["../nodes/0.c.js"])))=>i.map(i=>d[i]);const nodes=[()=>A(()=>import("../nodes/0.c.js"),[],import.meta.url),()=>A(()=>import("../nodes/3.d.js"),[],import.meta.url)];',
      '/_app/immutable/nodes/0.c.js': 'export{};',
      '/_app/immutable/nodes/3.d.js': call('hidden.page.q'),
    });
    expect({ paths, open }).toEqual({ paths: ['hidden/page:q'], open: [] });
  });

  test('is read where the manifest of React Router lists the pages, though the page has only those that it needs', async () => {
    const { paths, open } = await pathsOf({
      '/': `<link rel="modulepreload" href="/assets/root-a.js"/><script type="module" async="">import * as route0 from "/assets/root-a.js";window.__reactRouterManifest = {"entry":{"module":"/assets/entry-b.js","imports":[]},"routes":{"root":{"id":"root","module":"/assets/root-a.js"}},"url":"/assets/manifest-c.js","version":"c"};import("/assets/entry-b.js");</script>`,
      '/assets/root-a.js': 'export{};',
      '/assets/entry-b.js': 'export{};',
      '/assets/manifest-c.js':
        'window.__reactRouterManifest={"routes":{"routes/hidden":{"id":"routes/hidden","path":"hidden/:id","module":"/assets/hidden-d.js","imports":["/assets/root-a.js"]}}};',
      '/assets/hidden-d.js': call('hidden.page.q'),
    });
    expect({ paths, open }).toEqual({ paths: ['hidden/page:q'], open: [] });
  });

  test('is read where the router of Nuxt imports the pages', async () => {
    const { paths, open } = await pathsOf({
      '/': '<script type="module" src="/_nuxt/entry.js" crossorigin></script>',
      '/_nuxt/entry.js':
        'const routes=[{name:"hidden",path:"/hidden",component:()=>p(()=>import("./hidden.js"),__vite__mapDeps([0]),import.meta.url)}];',
      '/_nuxt/hidden.js': call('hidden.page.q'),
    });
    expect({ paths, open }).toEqual({ paths: ['hidden/page:q'], open: [] });
  });

  const island = (name: string) =>
    `<astro-island uid="1" prefix="r1" component-url="/_astro/${name}.js" component-export="default" renderer-url="/_astro/client.js" props="{}" ssr client="load"></astro-island>`;
  const astro = {
    '/': `${island('home')}<a href="/linked">x</a>`,
    '/linked': island('linked'),
    '/hidden': island('hidden'),
    '/_astro/client.js': 'export{};',
    '/_astro/home.js': call('home.page.q'),
    '/_astro/linked.js': call('linked.page.q'),
    '/_astro/hidden.js': call('hidden.page.q'),
  };
  const astroRoute = (path: string): SiteRoute => ({
    framework: 'astro',
    path,
    file: `src/pages${path}.astro`,
    app: '',
    root: 'web',
  });

  test('of Astro is read where the source has it, with the islands of each page', async () => {
    const { paths, open } = await pathsOf(astro, { routes: ['/', '/linked', '/hidden'].map(astroRoute) });
    expect({ paths, open }).toEqual({ paths: ['hidden/page:q', 'home/page:q', 'linked/page:q'], open: [] });
  });

  test('of Astro may exist unseen where no source is given', async () => {
    const { paths, open } = await pathsOf(astro);
    expect(paths).toEqual(['home/page:q', 'linked/page:q']);
    expect(open).toEqual([
      ' the pages that no page links to: the scripts of an Astro site do not list its pages, and no source of it was given',
    ]);
  });

  test('of SvelteKit, whose server resolves the routes, is read where the source has it, and else open', async () => {
    const start = (node: string) =>
      `<script>Promise.all([import("/_app/immutable/entry/start.a.js")]).then(([kit]) => kit.start(app, element, { server_route: { id: "/", nodes: { '2': () => import('/_app/immutable/nodes/${node}.js') } } }));</script>`;
    const site = {
      '/': start('2.home'),
      '/hidden': start('3.hidden'),
      '/_app/immutable/entry/start.a.js': 'export{};',
      '/_app/immutable/nodes/2.home.js': call('home.page.q'),
      '/_app/immutable/nodes/3.hidden.js': call('hidden.page.q'),
    };
    const route = (path: string): SiteRoute => ({
      framework: 'sveltekit',
      path,
      file: `src/routes${path}/+page.svelte`,
      app: '',
      root: 'web',
    });
    const known = await pathsOf(site, { routes: ['/', '/hidden', '/users/[id]'].map(route) });
    expect(known.paths).toEqual(['hidden/page:q', 'home/page:q']);
    expect(known.open).toEqual([
      'web/src/routes/users/[id]/+page.svelte:1:1 the page /users/[id]: no page that was read is one of it; name one in platforms.pages.routes',
    ]);
    expect((await pathsOf(site)).open).toEqual([
      ' the pages that no page links to: the scripts of a SvelteKit site do not list its pages, and no source of it was given',
    ]);
  });

  test('is not asked for where the site is of another framework than the source', async () => {
    const { asked } = await pathsOf({ '/': '<p>x</p>' }, { routes: ['/', '/hidden'].map(astroRoute) });
    expect(asked).not.toContain('/hidden');
  });
});

describe('a plain site of several pages', () => {
  const page = (name: string) => ({
    [`/${name}.html`]: `<script type="module" src="/assets/${name}.js"></script>`,
    [`/assets/${name}.js`]: `${convexClient}rr(N.${name}.all);\n`,
  });
  const files = { '/': '<h1>Home</h1>', ...page('orders'), ...page('admin'), ...page('hidden') };
  const sitemap = (...addresses: string[]) =>
    `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${addresses.map((each) => `<url><loc>${each}</loc></url>`).join('')}</urlset>`;

  test('that no list names has pages that nothing leads to', async () => {
    expect(await pathsOf(files)).toMatchObject({ pages: ['/'], paths: [] });
  });

  test.for<[string, Readonly<Record<string, string>>]>([
    [
      '/sitemap.xml, by addresses of production',
      { '/sitemap.xml': sitemap('https://acme.example/orders.html', 'https://acme.example/a.pdf') },
    ],
    [
      'a sitemap that robots.txt names',
      {
        '/robots.txt': 'User-agent: *\nSitemap: https://acme.example/maps/1.xml',
        '/maps/1.xml': sitemap('/orders.html'),
      },
    ],
    [
      'an index of sitemaps',
      {
        '/sitemap.xml': '<sitemapindex><sitemap><loc>https://acme.example/one.xml</loc></sitemap></sitemapindex>',
        '/one.xml': sitemap('https://acme.example/orders.html?a=1&amp;b=2'),
      },
    ],
    [
      'the manifest of a build with Vite',
      {
        '/.vite/manifest.json':
          '{ "orders.html": { "file": "assets/orders.js", "src": "orders.html", "isEntry": true }, "b.js": { "file": "b.js" } }',
      },
    ],
  ])('is read along %s', async ([, lists]) => {
    const { pages, paths, unread, asked } = await pathsOf({ ...files, ...lists });
    expect({ pages, paths, unread }).toEqual({ pages: ['/', '/orders.html'], paths: ['orders:all'], unread: [] });
    expect(asked).not.toContain('/a.pdf');
  });

  test('below a path has its list there', async () => {
    const below = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path.startsWith('/assets') ? path : `/app${path}`, text]),
    );
    const lists = { '/app/sitemap.xml': sitemap('https://acme.example/app/admin.html') };
    expect((await pathsOf({ ...below, '/': 'home', ...lists }, { from: '/app/' })).paths).toEqual(['admin:all']);
  });

  test('that lists more pages than are read says so', async () => {
    const many = sitemap(...Array.from({ length: 203 }, (_, index) => `/orders.html/${index}`));
    const { open, asked } = await pathsOf({ ...files, '/sitemap.xml': many });
    expect(open).toEqual([' 3 pages of its sitemap: the site lists more pages than the 200 that are read']);
    expect(asked).not.toContain('/orders.html/202');
  });

  test('that goes around in sitemaps ends', async () => {
    const index = (name: string) => `<sitemapindex><sitemap><loc>/${name}.xml</loc></sitemap></sitemapindex>`;
    const chain = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`/${at}.xml`, index(String(at + 1))]));
    const { asked } = await pathsOf({ ...files, ...chain, '/sitemap.xml': index('0') });
    expect([...asked].filter((path) => path.endsWith('.xml')).length).toBeLessThanOrEqual(6);
  });

  test('of a framework whose scripts or source list the pages is asked for no list', async () => {
    expect([...(await pathsOf(nextExport)).asked].filter((path) => /sitemap|robots|manifest\.json/.test(path))).toEqual(
      [],
    );
  });
});
