import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';
import type { SmokePage, SmokeProfile } from '../../profile/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import type { OpenTab } from '../browser/tabs.ts';
import { withinTime } from '../watch/within-time.ts';
import { openPage } from './open-page.ts';

const leastWatchMs = 1_000;

/**
 * Opens a page on a phone's screen: its landmark is visible, and nothing is wider than the screen.
 * @throws NotVerified where the page could not be measured
 */
export async function tryPhone(openTab: OpenTab, smoke: SmokeProfile, page: SmokePage): Promise<Finding[]> {
  const { width, height } = smoke.phone;
  const tab = await openTab({ viewport: { width, height }, isMobile: true, hasTouch: true });
  const { url, landmark } = await openPage(tab, smoke.url.url.origin, page, {
    timeoutMs: smoke.settleWithinMs,
    // What is added after the page has settled may be what is too wide.
    watchMs: Math.max(smoke.watchMs, leastWatchMs),
    known: smoke,
  });
  const measured = await withinTime(
    tab
      .evaluate((screen) => {
        const elements = [...document.querySelectorAll('body *')];
        const element = elements.find((each) => each.getBoundingClientRect().right > screen + 1);
        const pageWidth = document.documentElement.scrollWidth;
        return { pageWidth, element: element?.outerHTML ?? 'no single element' };
      }, width)
      .catch(() => undefined),
    3_000,
  );
  if (measured === undefined && landmark.isVisible)
    throw new NotVerified(`the width of ${url} could not be measured on a screen of ${width} px`);
  const wide = measured && measured.pageWidth > width ? measured : undefined;
  const screen = `a screen of ${width} × ${height}`;
  return [
    ...(landmark.isVisible
      ? []
      : [
          {
            what: 'the landmark is not visible on a phone',
            expected: `${page.landmark.role} "${page.landmark.name}", visible on ${screen}`,
            received: landmark.seen.join(', ') || 'no landmark or heading',
            from: [url],
          },
        ]),
    ...(wide
      ? [
          {
            what: "the page is wider than a phone's screen",
            expected: `at most ${width} px on ${screen}`,
            received: `${wide.pageWidth} px`,
            from: [url, quoteForeign(wide.element, 120)],
          },
        ]
      : []),
  ];
}
