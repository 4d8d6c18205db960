import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { isSameCommit, reportedVersions } from '../../support/platforms/worker/read-version.ts';
import type { Health } from '../../support/platforms/worker/schema.ts';
import type { WorkerProfile } from '../../support/profile/index.ts';

/**
 * Whether the deployed version is the commit that was meant, wherever the Worker tells its own.
 * @throws NotVerified where it tells none
 */
export function judgeVersion(
  answer: { health: Health; headers: Headers; url: string },
  { version }: WorkerProfile,
): Finding[] {
  if (!version) throw new NotVerified('the profile does not say which version is meant');
  const told = reportedVersions(answer, { version });
  const meant = version.commit.value;
  const findings = told.flatMap(({ value, from }) =>
    value === undefined || isSameCommit(value, meant)
      ? []
      : [
          {
            what: 'another version is deployed than the one that was meant',
            expected: meant,
            received: value,
            from: [from, version.commit.origin],
          },
        ],
  );
  const silent = told.find(({ value }) => value === undefined);
  if (findings.length === 0 && silent)
    throw new NotVerified(
      `the Worker does not tell its version at ${silent.from}`,
      'Deploy with the commit as a variable, and answer with it.',
    );
  return findings;
}
