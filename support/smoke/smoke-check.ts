import path from 'node:path';
import { test as base } from '@playwright/test';
import type { CheckContext, CheckDefinition } from '../check/definition.ts';
import { metadataProblems } from '../check/definition.ts';
import type { Finding } from '../check/finding.ts';
import { formatOutcome } from '../check/format.ts';
import { outcomeAnnotation } from '../check/outcome-annotation.ts';
import { Session } from '../check/session.ts';
import { idOfSpec, shownPlace, specPlace } from '../check/spec-place.ts';
import { loadDeployment, type Profile, resolveProfile, type SmokeProfile } from '../profile/index.ts';
import { collected } from './collect-checks.ts';
import { embeddedVariables } from './embedded-variables.ts';
import type { PageReading } from './open-page.ts';
import { type OpenPage, type OpenTab, PageReadings } from './page-readings.ts';
import type { SignInReading } from './sign-in.ts';

/** What one page may take beside the wait for its rest: its document, its sign-in, its evidence. */
const pageMs = 25_000;

/** What a smoke check's `verify` is given. */
export interface SmokeContext extends Omit<CheckContext<SmokeProfile>, 'subject'> {
  smoke: SmokeProfile;
  /** Opens one of the profile's pages, shared with every other smoke check. */
  openPage: OpenPage;
  /** Opens every page of the profile. */
  openPages: () => Promise<PageReading[]>;
  /** Opens an empty tab of its own, for a journey. */
  openTab: OpenTab;
  /** Signs in as the profile describes it, once for the run. */
  signIn: () => Promise<SignInReading>;
}

/** A check that looks at the site in a real browser. */
export interface SmokeDefinition extends Omit<CheckDefinition<SmokeProfile>, 'platform' | 'subjects' | 'verify'> {
  /** Environments that the check is for, beside those whose policy allows its effect; all where left out. */
  appliesTo?: (profile: Profile) => boolean;
  verify: (context: SmokeContext) => Promise<readonly Finding[]>;
}

interface SmokeWorker {
  visits: { session: Session; environment: string; readings: PageReadings | undefined };
}

const test = base.extend<object, SmokeWorker>({
  visits: [
    async ({ browser }, use, { project }) => {
      const variables = embeddedVariables();
      const profile = resolveProfile(await loadDeployment(), project.name, variables ? { variables } : {});
      const { smoke } = profile;
      const checkMs = (pageMs + (smoke?.settleWithinMs ?? 0)) * (smoke?.pages.length ?? 1);
      await using session = new Session({
        profiles: [{ ...profile, limits: { ...profile.limits, checkMs } }],
        files: [],
        audit: false,
      });
      const evidenceDirectory = path.join(profile.reportsDirectory, 'smoke', profile.environment);
      await using readings = smoke && new PageReadings(browser, smoke, { evidenceDirectory });
      await use({ session, environment: profile.environment, readings });
    },
    { scope: 'worker', timeout: 0 },
  ],
});

/**
 * Declares one smoke check, the only one of its spec, for Playwright.
 * @throws Error that names the check and the field, where metadata is missing or wrong
 */
export function smokeCheck(definition: SmokeDefinition): void {
  const place = specPlace(new Error().stack, [import.meta.dirname]);
  const problems = metadataProblems<SmokeProfile>(
    { ...definition, platform: 'smoke', subjects: () => [], verify: () => [] },
    place && idOfSpec(place.file),
  );
  if (typeof definition.verify !== 'function') problems.push('`verify` is missing: it is a function.');
  if (problems.length > 0) {
    throw new Error(
      `The check \`${definition.id ?? '(no id)'}\`${place ? ` (${shownPlace(place)})` : ''} is not complete: ${problems.join(' ')}`,
    );
  }
  if (collected({ definition, place })) return;
  test(`${definition.id} · ${definition.title}`, async ({ visits: { session, environment, readings } }, testInfo) => {
    testInfo.setTimeout(0);
    const check = asCheck(definition, readings);
    session.add(check, place);
    const outcome = await session.outcome(check, environment);
    testInfo.annotations.push(outcomeAnnotation(outcome));
    if (outcome.kind === 'failed' || (outcome.kind === 'not verified' && outcome.optional !== true)) {
      const error = new Error(`${outcome.title}\n${formatOutcome(outcome)}`);
      error.stack = `${error.message}${place ? `\n    at ${place.file}:${place.line}:${place.column}` : ''}`;
      throw error;
    }
    if (outcome.kind !== 'held' && outcome.kind !== 'warned')
      testInfo.skip(true, `${outcome.kind}: ${outcome.reason ?? ''}`);
  });
}

/** The check behind a smoke check: the one that a session judges. */
export function asCheck(
  { appliesTo, ...definition }: SmokeDefinition,
  readings: PageReadings | undefined,
): CheckDefinition<SmokeProfile> {
  return {
    ...definition,
    platform: 'smoke',
    subjects: (profile) => (profile.smoke && (appliesTo?.(profile) ?? true) ? [profile.smoke] : undefined),
    verify: async ({ subject: smoke, ...context }) => {
      if (!readings) throw new Error('the worker has no browser context');
      const { open: openPage, openTab, signIn } = readings;
      const openPages = () => Promise.all(smoke.pages.map(openPage));
      return readings.withEvidence(
        await definition.verify({ ...context, smoke, openPage, openPages, openTab, signIn }),
      );
    },
  };
}
