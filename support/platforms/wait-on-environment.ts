import { randomBytes } from 'node:crypto';
import { NotVerified } from '../check/not-verified.ts';
import { Door } from '../http/index.ts';
import { entriesOf, originsOf, type Profile, providerReads, queryEndpoints } from '../profile/index.ts';
import { type Read, Readings } from '../reading/index.ts';
import { readVersion, type VersionedSection, versionedSections } from './read-version.ts';
import { type Laggard, type WaitOptions, waitForVersion } from './wait-for-version.ts';

const requestMs = 20_000;

/**
 * Waits until every platform of an environment that says its version says this commit; a Convex deployment has to answer with its name.
 * @throws NotVerified where no platform says a version: there is nothing to wait for
 */
export async function waitOnEnvironment(profile: Profile, options: WaitOptions): Promise<Laggard[]> {
  const { versioned, silent } = versionedSections(profile);
  if (versioned.every((section) => section.version === undefined))
    throw new NotVerified(
      `no platform of ${profile.environment} says its version`,
      'Set platforms.pages.version, platforms.worker.version, platforms.services.version or platforms.convex.version in the deployment config.',
    );
  for (const { called, place } of silent) options.say(`${called}: not waited for, since ${place}.version is not set`);
  for (const { called, version } of versioned)
    if (version === undefined) options.say(`${called}: waited for by its name, since it says no commit`);
  return waitForVersion(
    versioned.map((section) => ({ called: section.called, ask: () => askAnew(section, profile, options.signal) })),
    options,
  );
}

/** A reading is taken once in a run, so each question is a run of its own. */
async function askAnew(section: VersionedSection, profile: Profile, runSignal: AbortSignal) {
  const runId = `airlock-wait-${randomBytes(4).toString('hex')}`;
  await using door = new Door({
    origins: originsOf(profile).map((origin) => ({ origin, environment: profile.environment })),
    queries: queryEndpoints(profile),
    readPaths: providerReads(profile),
    entries: entriesOf(profile),
    runId,
    runSignal,
    bodyBytes: profile.limits.bodyBytes,
  });
  const read: Read = new Readings({ door, runId, deadlineMs: requestMs }).forReader({
    check: `${section.platform}/version`,
    effect: 'read',
    environments: [profile.environment],
    onRequests: () => undefined,
  });
  return await readVersion(section, profile, read);
}
