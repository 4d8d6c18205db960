import { jsonIn } from '../../../files/parse-json.ts';

/** Text of a path of the site; undefined where it does not answer with one. */
type Ask = (path: string) => Promise<string | undefined>;

/** Requests for the lists of one site: robots.txt, Vite's manifest, and sitemaps. */
export const mostLists = 8;
const mostSitemaps = mostLists - 2;

/** What frameworks put into a page whose scripts, or whose source, list all pages: there a list for crawlers says nothing more. */
const knownFramework =
  /\/_next\/|\/_nuxt\/|\b__(?:remix|reactRouter)Context\b|\/_app\/immutable\/|\bid=["']?___gatsby\b|\/_astro\/|<meta\b[^<>]*\bcontent=["']?Astro v|\$_TSR\b|\b__TSR_/;

/** Whether only links, and lists that the site serves, say which pages it has. */
export function isPlainSite(pages: readonly string[]): boolean {
  return !pages.some((html) => knownFramework.test(html));
}

/**
 * The pages that a site lists, by their paths, in order: in the sitemaps that robots.txt names, in `/sitemap.xml` beside the first page and at the
 * root, and as entries of the manifest of a build with Vite. A sitemap may name the pages by another address of the same site, such as that of
 * production on a preview.
 * Sources: RFC 9309; https://www.sitemaps.org/protocol.html; https://vite.dev/guide/backend-integration
 * @param first the path of the page that the address of the site names
 */
export async function listedPages(ask: Ask, siteUrl: string, first: string): Promise<string[]> {
  const folder = first.slice(0, first.lastIndexOf('/') + 1);
  const pages = new Set<string>(
    entriesOfManifest(await ask(`${folder}.vite/manifest.json`)).map((page) => folder + page),
  );
  const robots = (await ask('/robots.txt')) ?? '';
  const named = [...robots.matchAll(/^[\uFEFF \t]*sitemap[ \t]*:[ \t]*(\S+)/gim)].map(([, address = '']) => address);
  const sitemaps = new Set(
    [...named, `${folder}sitemap.xml`, '/sitemap.xml'].flatMap((each) => ownPath(each, siteUrl)),
  );

  // What a sitemap names is added while it is gone through.
  let asked = 0;
  for (const sitemap of sitemaps) {
    if (asked >= mostSitemaps) break;
    asked += 1;
    const { isIndex, paths } = readSitemap(await ask(sitemap), siteUrl);
    for (const path of paths) (isIndex ? sitemaps : pages).add(path);
  }
  return [...pages].filter((path) => !/\.(?!html?$)[a-z0-9]{1,5}$/i.test(path));
}

function readSitemap(text: string | undefined, siteUrl: string): { isIndex: boolean; paths: string[] } {
  const isIndex = /<sitemapindex\b/.test(text ?? '');
  if (text === undefined || !(isIndex || /<urlset\b/.test(text))) return { isIndex, paths: [] };
  const addresses = [...text.matchAll(/<loc>\s*(?:<!\[CDATA\[)?([^<\]]+?)(?:\]\]>)?\s*<\/loc>/g)];
  return {
    isIndex,
    paths: addresses.flatMap(([, address = '']) => ownPath(address.replaceAll('&amp;', '&'), siteUrl)),
  };
}

function ownPath(address: string, siteUrl: string): string[] {
  if (!URL.canParse(address, siteUrl)) return [];
  const { protocol, pathname } = new URL(address, siteUrl);
  return /^https?:$/.test(protocol) ? [pathname] : [];
}

/** The HTML files that a manifest of Vite has as entries. */
function entriesOfManifest(text: string | undefined): string[] {
  const manifest = ((text === undefined ? undefined : jsonIn(text)) ?? {}) as object;
  return Object.values(manifest).flatMap((chunk: unknown) => {
    const { isEntry, src } = (chunk ?? {}) as { isEntry?: unknown; src?: unknown };
    return isEntry === true && typeof src === 'string' && src.endsWith('.html') ? [src] : [];
  });
}
