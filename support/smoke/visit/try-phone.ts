import type { Finding } from '../../check/finding.ts';
import type { SmokePage, SmokeProfile } from '../../profile/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import type { OpenTab } from '../browser/tabs.ts';
import { withinTime } from '../watch/within-time.ts';
import { openPage } from './open-page.ts';

/** Opens a page on a phone's screen: its landmark is visible, and nothing is wider than the screen. */
export async function tryPhone(openTab: OpenTab, smoke: SmokeProfile, page: SmokePage): Promise<Finding[]> {
  const { width, height } = smoke.phone;
  const tab = await openTab({ viewport: { width, height }, isMobile: true, hasTouch: true });
  const { url, landmark } = await openPage(tab, smoke.url.url.origin, page, {
    timeoutMs: smoke.settleWithinMs,
    quietMs: 50,
    known: smoke,
  });
  const wide = await withinTime(
    tab
      .evaluate((screen) => {
        const elements = [...document.querySelectorAll('body *')];
        const element = elements.find((each) => each.getBoundingClientRect().right > screen + 1);
        const pageWidth = document.documentElement.scrollWidth;
        return pageWidth > screen ? { pageWidth, element: element?.outerHTML ?? 'no single element' } : undefined;
      }, width)
      .catch(() => undefined),
    3_000,
  );
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
