import { decodeEntities } from '../../../text/decode-entities.ts';

/** Files that a build or a framework writes and that no page has to name. */
const atRoot = [
  '/index.html',
  '/manifest.json',
  '/site.webmanifest',
  '/manifest.webmanifest',
  '/asset-manifest.json',
  '/config.json',
  '/config.js',
  '/env.js',
  '/env-config.js',
  '/__ENV.js',
  '/_redirects',
  '/_headers',
  '/404.html',
  '/500.html',
  '/robots.txt',
  '/sitemap.xml',
  '/llms.txt',
  '/llms-full.txt',
  '/security.txt',
  '/humans.txt',
  '/opensearch.xml',
  '/browserconfig.xml',
  '/apple-app-site-association',
  '/.well-known/security.txt',
  '/.well-known/change-password',
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/.well-known/oauth-protected-resource',
  '/.well-known/jwks.json',
  '/.well-known/webauthn',
  '/.well-known/assetlinks.json',
  '/.well-known/apple-app-site-association',
  '/sw.js',
  '/service-worker.js',
  '/ngsw.json',
  '/remoteEntry.js',
  '/mf-manifest.json',
  '/stats.json',
];

/** Relative to the base of the site: Vite, SvelteKit, Nuxt, Astro, Remix, Next.js, Gatsby, Qwik. */
const belowBase = [
  '.vite/manifest.json',
  '.vite/ssr-manifest.json',
  '_app/version.json',
  '_nuxt/builds/latest.json',
  '_next/build-manifest.json',
  'build/manifest.json',
  'page-data/app-data.json',
  'page-data/index/page-data.json',
  'q-manifest.json',
];

/** What is guessed to be there, as paths of the site. */
export const wellKnownFiles: readonly string[] = [...atRoot, ...belowBase.map((file) => `/${file}`)];

/** What is guessed once a file of a build is seen: the manifest of its base, the build's own list of files. */
export function filesBeside(url: string, text: string): string[] {
  const { pathname } = new URL(url);
  const base = /^(\/.+\/)(?:assets|_next|_nuxt|_astro|_app)\//.exec(pathname)?.[1];
  const build = /"buildId"\s*:\s*"([\w-]{1,64})"|\\?"b\\?"\s*:\s*\\?"([\w-]{8,64})\\?"/.exec(text);
  const id = build?.[1] ?? build?.[2];
  const root = base ?? '/';
  return [
    ...(base === undefined ? [] : belowBase.map((file) => `${base}${file}`)),
    ...(id === undefined
      ? []
      : [
          `${root}_next/static/${id}/_buildManifest.js`,
          `${root}_next/static/${id}/_ssgManifest.js`,
          `${root}_nuxt/builds/meta/${id}.json`,
        ]),
    ...nuxtBuild(pathname, text),
    ...dataOfPages(url, text),
    ...pagesOfNext(pathname, text),
    ...pagesOfSitemap(url, text),
  ];
}

/** What a framework serves of a page as data, for those who come from another page. */
function dataOfPages(url: string, text: string): string[] {
  if (!/^\s*</.test(text)) return [];
  const page = new URL(url).pathname.replace(/\/$/, '');
  if (/\b__sveltekit_/.test(text)) return [`${page}/__data.json`];
  if (/\b__next_f\b/.test(text)) return [`${page === '' ? '/index' : page}.txt`];
  return /\bwindow\.__NUXT__|id="__NUXT_DATA__"/.test(text) ? [`${page}/_payload.json`] : [];
}

/** `/_nuxt/builds/latest.json` names the build whose list of files lies beside it. */
function nuxtBuild(pathname: string, text: string): string[] {
  if (!pathname.endsWith('/builds/latest.json')) return [];
  const id = /"id"\s*:\s*"([\w-]{1,64})"/.exec(text)?.[1];
  return id === undefined ? [] : [pathname.replace('latest.json', `meta/${id}.json`)];
}

/** No more pages than these are asked for because a list names them: those that other pages link to are read in any case. */
const mostPages = 100;

/** The pages that a build of Next.js lists, and their data, but for those of which a part is to be filled in: scripts lead to them, and no link does. */
function pagesOfNext(pathname: string, text: string): string[] {
  if (!pathname.endsWith('/_buildManifest.js')) return [];
  const base = pathname.slice(0, pathname.lastIndexOf('/_next/'));
  const list = /\bsortedPages"?\s*:\s*\[([^\]]*)/.exec(text)?.[1] ?? '';
  const pages = [...list.matchAll(/"(\/[^"[]*)"/g)].map(([, page = '']) => page);
  const build = /\/_next\/static\/([\w-]{1,64})\/_buildManifest\.js$/.exec(pathname)?.[1];
  return pages
    .filter((page) => !page.startsWith('/_'))
    .slice(0, mostPages)
    .flatMap((page) => [
      `${base}${page}`,
      ...(build === undefined ? [] : [`${base}/_next/data/${build}${page === '/' ? '/index' : page}.json`]),
    ]);
}

/** The pages of a sitemap that are on this site: that of a preview names the site of production. */
function pagesOfSitemap(url: string, text: string): string[] {
  if (!/<(?:urlset|sitemapindex)\b/.test(text.slice(0, 2_000))) return [];
  const pages = [...text.matchAll(/<loc>\s*([^<\s]+)\s*<\/loc>/g)].flatMap(([, written = '']) => {
    const page = URL.parse(decodeEntities(written), url);
    return page?.origin === new URL(url).origin ? [page.pathname + page.search] : [];
  });
  return pages.slice(0, mostPages);
}
