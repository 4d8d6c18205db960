import type { Page } from '@playwright/test';
import type { Finding } from '../../check/finding.ts';
import type { SmokePage, SmokeProfile } from '../../profile/index.ts';
import { errorText } from '../../text/error-text.ts';
import { firstLine } from '../../text/one-line.ts';
import type { OpenTab } from '../browser/tabs.ts';
import { watchPage } from '../watch/watch-page.ts';
import { readLandmark } from './read-landmark.ts';
import { settlePage } from './settle-page.ts';

/**
 * Navigates as people do: opens a page by its address, reloads it, goes to the next, back, and forward.
 * Each step must show the landmark of the page it leads to.
 */
export async function tryNavigation(
  openTab: OpenTab,
  smoke: SmokeProfile,
  pages: readonly SmokePage[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const tab = await openTab();
  const watch = watchPage(tab);
  const step = async (name: string, page: SmokePage, go: (tab: Page) => Promise<unknown>) => {
    const url = new URL(page.path, smoke.url.url.origin).href;
    const failure = await go(tab).then(
      () => undefined,
      (error: unknown) => firstLine(errorText(error)),
    );
    await settlePage(tab, watch, { timeoutMs: smoke.settleWithinMs });
    const landmark = await readLandmark(tab, page.landmark);
    if (landmark.isVisible && failure === undefined) return;
    findings.push({
      what: `${name} does not show the expected page`,
      expected: `${page.landmark.role} "${page.landmark.name}", visible`,
      received: failure ?? (landmark.isVisible ? 'the landmark' : landmark.seen.join(', ') || 'no landmark or heading'),
      from: [url],
    });
  };
  let before: SmokePage | undefined;
  for (const page of pages) {
    await step('its own address', page, (each) => each.goto(new URL(page.path, smoke.url.url.origin).href));
    await step('a reload', page, (each) => each.reload());
    if (before) {
      await step('the way back', before, (each) => each.goBack());
      await step('the way forward', page, (each) => each.goForward());
    }
    before = page;
  }
  return findings;
}
