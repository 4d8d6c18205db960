import type { Finding } from '../../check/finding.ts';
import type { Landmark } from '../../profile/index.ts';
import type { SignInReading } from '../visit/sign-in.ts';
import { judgePageErrors } from './judge-page-errors.ts';
import type { Known } from './known-failures.ts';

/** Judges whether a sign-in ended signed in: every step taken, the landmark there, no error on the way. */
export function judgeSignIn(reading: SignInReading, landmark: Landmark, known: Known = {}): Finding[] {
  const { url, stuck, watch } = reading;
  const failedCalls = watch.convex.calls().filter(({ outcome }) => outcome === 'failed');
  const cause = failedCalls.map(({ kind, path, error }) => `the ${kind} ${path} failed: ${error}`).join('; ');
  const findings: Finding[] = [];
  if (stuck !== undefined)
    findings.push({
      what: 'a step of the sign-in cannot be taken',
      expected: stuck,
      received: 'it cannot',
      from: [url],
    });
  if (!reading.landmark.isVisible)
    findings.push({
      what: 'the sign-in does not end signed in',
      expected: `${landmark.role} "${landmark.name}", visible`,
      received: reading.landmark.seen.join(', ') || 'no landmark and no heading',
      from: [url],
      ...(cause !== '' && { cause }),
    });
  return [...findings, ...judgePageErrors(watch.events, known)];
}
