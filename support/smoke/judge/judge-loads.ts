import type { Finding } from '../../check/finding.ts';
import type { PageReading } from '../visit/open-page.ts';
import { pageDoesNotAnswer } from '../visit/settle-page.ts';
import { judgeOpened } from './judge-opened.ts';

/** Judges whether a page loaded: the expected status, no loading state, its landmark visible. */
export function judgeLoads(reading: PageReading): Finding[] {
  const { page, url, document, landmark, settlement } = reading;
  const from = [url];
  const findings = judgeOpened(reading);
  if ('failure' in document) return findings;
  if (!landmark.isVisible) {
    findings.push({
      what: 'the landmark is not visible on the page',
      expected: `${page.landmark.role} "${page.landmark.name}", visible`,
      received: landmark.seen.length > 0 ? landmark.seen.join(', ') : 'no landmark or heading',
      from,
    });
  }
  // A request that stays open may be a long poll; a loading state that stays is broken for the visitor.
  const stillLoading = settlement.settled ? [] : settlement.waitingFor.filter(isLoading);
  if (!settlement.settled && stillLoading.length > 0) {
    findings.push({
      what: 'the page keeps loading',
      expected: `idle within ${Math.floor(settlement.afterMs / 1000)} s`,
      received: `still waiting for ${stillLoading.join(', ')}`,
      from,
    });
  }
  return findings;
}

function isLoading(wait: string): boolean {
  return (
    wait === pageDoesNotAnswer ||
    wait.startsWith('Convex ') ||
    / (?:marked aria-busy|with indeterminate progress)$/.test(wait)
  );
}
