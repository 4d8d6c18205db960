import { test as base } from '@playwright/test';
import type { CheckContext, CheckDefinition } from '../check/definition.ts';
import { metadataProblems } from '../check/definition.ts';
import type { Finding } from '../check/finding.ts';
import { formatOutcome } from '../check/format.ts';
import { outcomeAnnotation } from '../check/outcome-annotation.ts';
import { Session } from '../check/session.ts';
import { idOfSpec, shownPlace, specPlace } from '../check/spec-place.ts';
import { loadDeployment, resolveProfile, type SmokeProfile } from '../profile/index.ts';
import { embeddedVariables } from './embedded-variables.ts';
import { type OpenPage, PageReadings } from './page-readings.ts';

/** The most that one page may take to come to rest; a check has this long for each page. */
const pageMs = 40_000;

/** What a smoke check's `verify` is given. */
export interface SmokeContext extends Omit<CheckContext<SmokeProfile>, 'subject'> {
  smoke: SmokeProfile;
  /** Opens one of the profile's pages, shared with every other smoke check. */
  openPage: OpenPage;
}

/** A check that looks at the site in a real browser. */
export interface SmokeDefinition extends Omit<CheckDefinition<SmokeProfile>, 'platform' | 'subjects' | 'verify'> {
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
      const checkMs = pageMs * (profile.smoke?.pages.length ?? 1);
      await using session = new Session({
        profiles: [{ ...profile, limits: { ...profile.limits, checkMs } }],
        files: [],
        audit: false,
      });
      await using readings = profile.smoke && new PageReadings(browser, profile.smoke);
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
  test(`${definition.id} · ${definition.title}`, async ({ visits: { session, environment, readings } }, testInfo) => {
    testInfo.setTimeout(0);
    const check: CheckDefinition<SmokeProfile> = {
      ...definition,
      platform: 'smoke',
      subjects: ({ smoke }) => smoke && [smoke],
      verify: ({ subject, ...context }) => {
        if (!readings) throw new Error('the worker has no browser context');
        return definition.verify({ ...context, smoke: subject, openPage: readings.open });
      },
    };
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
