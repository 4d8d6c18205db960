import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { ServiceProfile } from '../../support/platforms/services/read-answer.ts';
import { isSameCommit, reportedVersions } from '../../support/platforms/worker/read-version.ts';

/** Whether a service runs what was meant. @throws NotVerified where it does not tell */
export function judgeServiceVersion(
  answer: { json: unknown; headers: Headers; url: string },
  { version, called }: ServiceProfile,
): Finding[] {
  if (!version) throw new NotVerified('the profile does not say which version is meant');
  const told = reportedVersions({ health: answer.json, headers: answer.headers, url: answer.url }, { version });
  const meant = version.commit.value;
  const findings = told.flatMap(({ value, from }) =>
    value === undefined || isSameCommit(value, meant)
      ? []
      : [{ what: `${called} runs another version than the one that was meant`, expected: meant, received: value, from: [from, version.commit.origin] }],
  );
  const silent = told.find(({ value }) => value === undefined);
  if (findings.length === 0 && silent)
    throw new NotVerified(`${called} does not tell its version at ${silent.from}`, 'Give the image its commit, and answer with it.');
  return findings;
}
