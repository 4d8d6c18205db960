import type { Finding } from '../../check/finding.ts';
import type { Landmark } from '../../profile/index.ts';
import type { SignInReading } from '../visit/sign-in.ts';
import { judgePageErrors } from './judge-page-errors.ts';
import type { Known } from './known-failures.ts';

/** Judges whether a sign-in succeeded: every step done, the landmark visible, no error on the way. */
export function judgeSignIn(reading: SignInReading, landmark: Landmark, known: Known = {}): Finding[] {
  const { url, stuck, watch } = reading;
  const failedCalls = watch.convex.calls().filter(({ outcome }) => outcome === 'failed');
  const cause = failedCalls.map(({ kind, path, error }) => `the ${kind} ${path} failed: ${error}`).join('; ');
  const findings: Finding[] = [];
  if (stuck !== undefined)
    findings.push({
      what: 'a step of the sign-in failed',
      expected: `able to ${stuck}`,
      received: 'the step failed',
      from: [url],
    });
  if (!reading.landmark.isVisible)
    findings.push({
      what: 'the sign-in did not end signed in',
      expected: `${landmark.role} "${landmark.name}", visible`,
      received: reading.landmark.seen.join(', ') || 'no landmark or heading',
      from: [url],
      ...(cause !== '' && { cause }),
    });
  return [...findings, ...judgePageErrors(watch.events, known)];
}
