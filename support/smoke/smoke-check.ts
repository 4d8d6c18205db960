import { pathToFileURL } from 'node:url';
import { test as base } from '@playwright/test';
import type { CheckDefinition } from '../check/definition.ts';
import { metadataProblems } from '../check/definition.ts';
import { formatOutcome } from '../check/format.ts';
import { NotApplicable } from '../check/not-applicable.ts';
import { NotVerified } from '../check/not-verified.ts';
import type { Outcome } from '../check/outcome.ts';
import { outcomeAnnotation } from '../check/outcome-annotation.ts';
import { Session } from '../check/session.ts';
import { idOfSpec, shownPlace, specPlace } from '../check/spec-place.ts';
import type { Front } from '../http/front/front.ts';
import { interceptedBy } from '../http/intercepted.ts';
import {
  entriesOf,
  loadDeployment,
  type Profile,
  resolveProfile,
  type SmokePage,
  type SmokeProfile,
} from '../profile/index.ts';
import { type Look, Looks } from './browser-sessions.ts';
import { collected, collectSmokeChecks, type DeclaredSmokeCheck } from './collect-checks.ts';
import { embeddedVariables } from './embedded-variables.ts';
import { RunFolder } from './run-folder.ts';
import type { SmokeDefinition } from './smoke-definition.ts';
import { refuseOffline, refuseUntrusting } from './visit/unreached.ts';

/** The time one page may take besides settling: its document, its sign-in, its evidence. */
const pageMs = 25_000;

interface SmokeWorker {
  visits: { session: Session; environment: string; looks: Looks };
}

interface SmokeSubject extends Look {
  smoke: SmokeProfile;
}

const test = base.extend<object, SmokeWorker>({
  visits: [
    async ({ launchOptions }, use, { project }) => {
      const variables = embeddedVariables();
      const profile = resolveProfile(await loadDeployment(), project.name, variables ? { variables } : {});
      const { smoke } = profile;
      const checkMs = (pageMs + (smoke?.settleWithinMs ?? 0) + (smoke?.watchMs ?? 0)) * (smoke?.pages.length ?? 1);
      await using session = new Session({
        profiles: [{ ...profile, limits: { ...profile.limits, checkMs } }],
        files: [],
        audit: false,
      });
      await using looks = new Looks(profile, launchOptions);
      await use({ session, environment: profile.environment, looks });
    },
    { scope: 'worker', timeout: 0 },
  ],
});

/**
 * Declares one smoke check, the only one of its spec, for Playwright.
 * @throws Error that names the check and the field if metadata is missing or wrong
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
  test(`${definition.id} · ${definition.title}`, async ({ visits: { session, environment, looks } }, testInfo) => {
    testInfo.setTimeout(0);
    const run = RunFolder.ofThisRun();
    const judge = async ({ definition: each, place: at }: DeclaredSmokeCheck) => {
      const check = asCheck(each, await looks.open());
      session.add(check, at);
      return session.outcome(check, environment);
    };
    const known = run?.outcome(definition.id);
    const outcome = known ?? (await judge({ definition, place }));
    // This worker ends with the failed test and takes its visits with it, so the remaining checks are judged on them now.
    if (run && !known && closesGate(outcome)) await judgeRest(run, place?.file, judge);
    testInfo.annotations.push(outcomeAnnotation(outcome));
    if (closesGate(outcome)) {
      const error = new Error(`${outcome.title}\n${formatOutcome(outcome)}`);
      error.stack = `${error.message}${place ? `\n    at ${place.file}:${place.line}:${place.column}` : ''}`;
      throw error;
    }
    if (outcome.kind !== 'held' && outcome.kind !== 'warned')
      testInfo.skip(true, `${outcome.kind}: ${outcome.reason ?? ''}`);
  });
}

/** Wraps a smoke check as a check that a session can judge. */
export function asCheck(
  { appliesTo, ...definition }: SmokeDefinition,
  looks: readonly Look[],
): CheckDefinition<SmokeSubject> {
  return {
    ...definition,
    platform: 'smoke',
    subjects: (profile) => {
      const applies = appliesTo?.(profile) ?? true;
      if (applies !== true) throw new NotApplicable(applies);
      const { smoke } = profile;
      return smoke ? looks.map((look) => ({ ...look, smoke })) : [];
    },
    verify: async ({ subject: { smoke, browser, readings }, ...context }) => {
      const { signIn, trial } = readings;
      const openPage = async (page: SmokePage) => {
        const reading = await readings.open(page);
        if (reading.front) throw notReached(reading.front, reading.url, context.profile);
        return reading;
      };
      const { openTab, withEvidence, close } = readings.ownTabs(definition.id.replace('smoke/', ''));
      const openPages = () => Promise.all(smoke.pages.map(openPage));
      try {
        const findings = await definition.verify({ ...context, smoke, openPage, openPages, openTab, signIn, trial });
        if (findings.length > 0) await refuseUnreached(smoke, context.profile, { open: (page) => readings.open(page) });
        const kept = await withEvidence(findings);
        return looks.length === 1 ? kept : kept.map((each) => ({ ...each, from: [...each.from, browser] }));
      } finally {
        await close();
      }
    },
  };
}

/** A page of a challenge or a login has errors and violations of its own: they say nothing of the site. */
function notReached(front: Front, url: string, profile: Profile): NotVerified {
  const missing = entriesOf(profile).flatMap((entry) => (entry.origin === new URL(url).origin ? entry.missing : []));
  const { message, enable } = interceptedBy(front, 'GET', url, missing);
  return new NotVerified(message, enable);
}

/**
 * Whatever a check finds where no page opens, it finds because of that: it matters first whether this machine reaches anything, and whether
 * a tab of the check's own met what stands in front of the site.
 */
async function refuseUnreached(
  { pages }: SmokeProfile,
  profile: Profile,
  { open }: Pick<Look['readings'], 'open'>,
): Promise<void> {
  for (const page of pages) {
    const { document, url, front } = await open(page);
    if (front) throw notReached(front, url, profile);
    if (!('failure' in document)) continue;
    await refuseOffline(url, document.failure);
    await refuseUntrusting(url, document.failure);
  }
}

function closesGate({ kind, optional }: Outcome): boolean {
  return kind === 'failed' || (kind === 'not verified' && optional !== true);
}

/** Judges the checks that are planned after this one, and keeps their outcomes for later workers. */
async function judgeRest(
  run: RunFolder,
  file: string | undefined,
  judge: (declared: DeclaredSmokeCheck) => Promise<Outcome>,
): Promise<void> {
  const planned = run.plannedFiles();
  const at = file === undefined ? -1 : planned.indexOf(file);
  if (at === -1) return;
  // A team's own Playwright test is not a check: it does not load here and runs when its turn comes.
  const load = async () => {
    for (const each of planned.slice(at + 1)) await import(pathToFileURL(each).href).catch(() => undefined);
  };
  for (const declared of await collectSmokeChecks(load))
    if (!run.outcome(declared.definition.id)) run.keep(await judge(declared));
}
