import type { Finding } from '../check/finding.ts';
import { NotVerified } from '../check/not-verified.ts';
import { isSameCommit } from '../text/same-commit.ts';
import type { PlatformVersion } from './read-version.ts';

/**
 * Whether the deployed version is the commit that is meant, wherever the platform says its own.
 * @throws NotVerified where it says none
 */
export function judgeVersion({ called, told, meant }: PlatformVersion): Finding[] {
  if (!meant) throw new NotVerified('the profile does not say which version is meant');
  const findings = told.flatMap(({ value, from }) =>
    value === undefined || isSameCommit(value, meant.value)
      ? []
      : [
          {
            what: 'another version is deployed than the one that was meant',
            expected: meant.value,
            received: value,
            from: [from, meant.origin],
          },
        ],
  );
  const silent = told.find(({ value }) => value === undefined);
  if (findings.length === 0 && silent)
    throw new NotVerified(
      `${called} does not tell its version at ${silent.from}`,
      'Deploy with the commit as a variable, and answer with it.',
    );
  return findings;
}
