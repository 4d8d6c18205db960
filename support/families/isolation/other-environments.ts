import type { Finding } from '../../check/finding.ts';
import { NotApplicable } from '../../check/not-applicable.ts';
import type { Profile } from '../../profile/index.ts';

/**
 * The environments that E is held against. Where this run reaches none, that is not a pass.
 * @throws NotApplicable where the deployment has one environment only, or the run is a gate, which reaches E alone
 */
export function requireOthers(profile: Profile, reachableOthers: readonly Profile[]): readonly Profile[] {
  if (profile.others.length === 0) throw new NotApplicable(`${profile.environment} is the only environment`);
  if (reachableOthers.length === 0)
    throw new NotApplicable(
      `a gate run reaches ${profile.environment} only; the audit compares it with ${profile.others.map(({ environment }) => environment).join(', ')}: npx vitest run --project isolation`,
    );
  return reachableOthers;
}

/** What was read of the environments that could be read. */
export interface OfEach<Value> {
  values: Value[];
  /** The findings; where there are none, what kept an environment from being read is thrown: it hides none, and none hides it. */
  unlessUnread(findings: readonly Finding[]): Finding[];
}

/** Works on every other environment: one that is down takes nothing away from what is found of the others. */
export async function ofEach<Other, Value>(
  others: readonly Other[],
  work: (other: Other) => Promise<Value>,
): Promise<OfEach<Value>> {
  const ended = await Promise.allSettled(others.map(async (other) => work(other)));
  const broken = ended.find((each) => each.status === 'rejected');
  return {
    values: ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
    unlessUnread(findings) {
      if (findings.length === 0 && broken) throw broken.reason;
      return [...findings];
    },
  };
}
