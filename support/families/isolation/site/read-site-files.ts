import { setTimeout as delay } from 'node:timers/promises';
import type { IsolationProfile, PagesProfile } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { SiteCrawl, type SiteFiles } from './site-crawl.ts';

export interface SiteInput {
  site: PagesProfile;
  isolation: IsolationProfile;
}

const atOnce = 24;
/** How long a file that is named and not there is waited for: a new deployment reaches the edges one after another. */
const repeatAfterMs = [300, 900];

/**
 * Every file that a site serves and that can be found: from its pages, along every name of a file in what is read, to the
 * end. Source maps are asked for beside every script, also where no trailer names them.
 * @throws RequestFailure where the site does not answer at all
 */
export const siteFiles = defineReading({
  name: 'isolation.site-files',
  effect: 'read',
  key: ({ site }: SiteInput) => site.url.url.origin,
  async read({ site, isolation }, { fetch, signal }): Promise<SiteFiles> {
    const crawl = new SiteCrawl(site, isolation.site, fetch);
    const worker = async () => {
      for (let url = crawl.next(); url !== undefined; url = crawl.next()) await crawl.visit(url);
    };
    const toTheEnd = async () => {
      while (crawl.hasNext) {
        signal.throwIfAborted();
        await Promise.all(Array.from({ length: atOnce }, worker));
      }
    };

    await toTheEnd();
    for (const waitMs of repeatAfterMs) {
      if (crawl.askAgain() === 0) break;
      await delay(waitMs, undefined, { signal });
      await toTheEnd();
    }

    return crawl.result();
  },
});
