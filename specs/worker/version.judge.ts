import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { valueAt } from '../../support/platforms/worker/health-value.ts';
import type { Health } from '../../support/platforms/worker/schema.ts';
import type { WorkerProfile } from '../../support/profile/index.ts';

/** Fewer characters than these of a commit say nothing (git's own shortest abbreviation is 7 by default). */
const shortestCommit = 7;

/**
 * Whether the deployed version is the commit that was meant, wherever the Worker tells its own.
 * @throws NotVerified where it tells none
 */
export function judgeVersion(
  { health, headers, url }: { health: Health; headers: Headers; url: string },
  { version }: WorkerProfile,
): Finding[] {
  if (!version) throw new NotVerified('the profile does not say which version is meant');
  const told = [
    ...(version.health === undefined
      ? []
      : [{ value: valueAt(health, version.health), from: `${url} › ${version.health}` }]),
    ...(version.header === undefined
      ? []
      : [{ value: headers.get(version.header), from: `${url} › ${version.header}` }]),
  ];
  const meant = version.commit.value;
  const findings = told.flatMap(({ value, from }) =>
    typeof value !== 'string' || value === '' || isSame(value, meant)
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
  const silent = told.find(({ value }) => typeof value !== 'string' || value === '');
  if (findings.length === 0 && silent)
    throw new NotVerified(
      `the Worker does not tell its version at ${silent.from}`,
      'Deploy with the commit as a variable, and answer with it.',
    );
  return findings;
}

/** One may be an abbreviation of the other. */
function isSame(one: string, other: string): boolean {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  if (shorter === longer) return true;
  return (
    shorter.length >= shortestCommit &&
    /^[0-9a-f]+$/i.test(shorter) &&
    longer.toLowerCase().startsWith(shorter.toLowerCase())
  );
}
