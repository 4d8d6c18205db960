import type { Finding } from '../../check/finding.ts';
import type { SmokeProfile } from '../../profile/index.ts';
import type { PageFacts } from '../watch/page-facts.ts';

/** Judges a page's largest contentful paint and its layout shift against the profile's bounds. */
export function judgeWebVitals(url: string, facts: PageFacts, { lcpMs, cls }: SmokeProfile['webVitals']): Finding[] {
  const { largestPaint, layoutShift } = facts;
  const findings: Finding[] = [];
  if (largestPaint && largestPaint.atMs > lcpMs)
    findings.push({
      what: 'the largest contentful paint is late',
      expected: `at most ${lcpMs} ms`,
      received: `${Math.round(largestPaint.atMs)} ms`,
      from: [url, largestPaint.element],
    });
  if (layoutShift.score > cls)
    findings.push({
      what: 'the layout shifts while the page loads',
      expected: `a cumulative layout shift of at most ${cls}`,
      received: layoutShift.score.toFixed(3),
      from: [url, layoutShift.element],
    });
  return findings;
}
