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
  '/robots.txt',
  '/sitemap.xml',
  '/llms.txt',
  '/.well-known/security.txt',
  '/.well-known/openid-configuration',
  '/.well-known/assetlinks.json',
  '/.well-known/apple-app-site-association',
  '/sw.js',
  '/service-worker.js',
  '/ngsw.json',
  '/remoteEntry.js',
  '/mf-manifest.json',
  '/stats.json',
];

/** Relative to the base of the site: Vite, SvelteKit, Nuxt, Astro, Remix, Next.js. */
const belowBase = [
  '.vite/manifest.json',
  '.vite/ssr-manifest.json',
  '_app/version.json',
  '_nuxt/builds/latest.json',
  '_next/build-manifest.json',
  'build/manifest.json',
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
  ];
}

/** `/_nuxt/builds/latest.json` names the build whose list of files lies beside it. */
function nuxtBuild(pathname: string, text: string): string[] {
  if (!pathname.endsWith('/builds/latest.json')) return [];
  const id = /"id"\s*:\s*"([\w-]{1,64})"/.exec(text)?.[1];
  return id === undefined ? [] : [pathname.replace('latest.json', `meta/${id}.json`)];
}
