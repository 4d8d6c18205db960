import type { SmokePage, SmokeProfile } from '../../profile/index.ts';
import type { OpenTab } from '../browser/tabs.ts';
import type { PageFacts } from '../watch/page-facts.ts';
import { openPage } from './open-page.ts';

/** The browser reports a paint after it: a page that has just settled may have painted what is not reported yet. */
const leastWatchMs = 1_000;

/** A page's own measurements with no other page loading; undefined if it does not answer. */
export async function measureAlone(
  openTab: OpenTab,
  smoke: SmokeProfile,
  page: SmokePage,
): Promise<PageFacts | undefined> {
  const tab = await openTab();
  try {
    const options = { timeoutMs: smoke.settleWithinMs, known: smoke, watchMs: Math.max(smoke.watchMs, leastWatchMs) };
    return (await openPage(tab, smoke.url.url.origin, page, options)).facts;
  } finally {
    await tab.context().close();
  }
}
