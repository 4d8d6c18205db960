import { hash } from 'node:crypto';
import { numberedChunks } from '../../../contract/index.ts';
import { RequestFailure } from '../../../http/index.ts';
import type { IsolationProfile, PagesProfile } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { siteReferences } from './site-references.ts';

/** One file that a site serves. */
export interface SiteFile {
  url: string;
  contentType: string;
  text: string;
}

export interface SiteInput {
  site: PagesProfile;
  isolation: IsolationProfile;
}

export interface SiteFiles {
  files: readonly SiteFile[];
  /** What is named and could not be read for another reason than not being there. */
  unread: readonly string[];
  /** Redirects that lead out of the site: where from, where to. */
  leadsAway: readonly { from: string; to: string }[];
  /** There are more files than the profile lets be read. */
  more: number;
}

const atOnce = 24;
const textType =
  /^(text\/|application\/(javascript|x-javascript|ecmascript|json|manifest\+json|ld\+json|xml|xhtml\+xml|octet-stream)|image\/svg)|(^|\s)$/i;
const wellKnown = [
  '/',
  '/index.html',
  '/manifest.json',
  '/site.webmanifest',
  '/asset-manifest.json',
  '/config.json',
  '/env.js',
  '/_redirects',
  '/_headers',
  '/404.html',
];

/**
 * Every file that a site serves and that can be found: from its pages, along every name of a file in what is read, to the
 * end. Source maps are asked for beside every script, also where no trailer names them.
 * @throws NotVerified where the site does not answer at all
 */
export const siteFiles = defineReading({
  name: 'isolation.site-files',
  effect: 'read',
  key: ({ site }: SiteInput) => site.url.url.origin,
  async read({ site, isolation }, { fetch, signal }): Promise<SiteFiles> {
    const root = site.url.url;
    const queue = [
      ...new Set([...wellKnown, ...site.routes.map(({ path }) => path)].map((path) => new URL(path, root).href)),
    ];
    const seen = new Set(queue);
    // What was only guessed and is refused is served to nobody: some hosts answer 403 for whatever is not there.
    const guessed = new Set(wellKnown.slice(1).map((path) => new URL(path, root).href));
    const numbers = new Set<string>();
    const addressesOfNumbers: ((number: string) => string)[] = [];
    const bodies = new Set<string>();
    const found = { files: [] as SiteFile[], unread: [] as string[], leadsAway: [] as { from: string; to: string }[] };
    const add = (url: string) => {
      if (seen.has(url)) return;
      seen.add(url);
      queue.push(url);
    };
    const visit = async (url: string) => {
      const response = await fetch(url, { redirect: 'manual' });
      const location = response.headers.get('location');
      if (response.status >= 300 && response.status <= 399 && location !== null) {
        const target = new URL(location, url);
        if (target.origin === root.origin) add(target.href);
        else found.leadsAway.push({ from: url, to: target.href });
        return;
      }
      const refused = response.status === 401 || response.status === 403;
      if (response.status >= 500 || response.status === 429 || (refused && !guessed.has(url)))
        found.unread.push(`${url} (status ${response.status})`);
      const contentType = response.headers.get('content-type') ?? '';
      if (!textType.test(contentType)) return;
      const text = await response.text();
      // An app shell answers every path: it is looked at once.
      const digest = hash('sha256', text);
      if (text === '' || bodies.has(digest)) return;
      bodies.add(digest);
      found.files.push({ url, contentType, text });
      for (const reference of siteReferences(text, contentType, url)) {
        guessed.delete(reference);
        add(reference);
      }
      const { ids, addressOf } = numberedChunks(text, url);
      for (const id of ids) numbers.add(id);
      addressesOfNumbers.push(...addressOf);
      if (ids.length + addressOf.length > 0)
        for (const address of addressesOfNumbers) for (const number of numbers) add(address(number));
      if (/\.(m?js|css)$/.test(new URL(url).pathname)) {
        const map = `${url.split('?')[0]}.map`;
        if (!seen.has(map)) guessed.add(map);
        add(map);
      }
    };
    let asked = 0;
    const worker = async () => {
      for (let url = queue.shift(); url !== undefined && asked < isolation.site.mostFiles; url = queue.shift()) {
        asked += 1;
        await visit(url).catch((error: unknown) => {
          if (!(error instanceof RequestFailure) || error.isRefusal || url === new URL('/', root).href) throw error;
          found.unread.push(error.message);
        });
      }
    };
    while (queue.length > 0 && asked < isolation.site.mostFiles) {
      signal.throwIfAborted();
      await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, worker));
    }
    return { ...found, more: queue.length };
  },
});
