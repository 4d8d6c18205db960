import { globSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from '@playwright/test';
import type { SmokeFault } from '../../../../fixtures/faults/smoke-fault.ts';
import { startPages } from '../../../../fixtures/twin/pages/start-pages.ts';
import { buildSite } from '../../../../fixtures/twin/site/build-site.ts';
import type { Twin } from '../../../../fixtures/twin/start-twin.ts';
import { twinVariables } from '../../../../fixtures/twin/twin-variables.ts';
import type { Outcome } from '../../../../support/check/index.ts';
import { Session } from '../../../../support/check/session.ts';
import { loadDeployment, type Profile, resolveProfile } from '../../../../support/profile/index.ts';
import { collectSmokeChecks, type DeclaredSmokeCheck } from '../../../../support/smoke/collect-checks.ts';
import { homesOf } from '../../../../support/smoke/judge/judge-connections.ts';
import { asCheck } from '../../../../support/smoke/smoke-check.ts';
import { PageReadings, type PageReadingsOptions } from '../../../../support/smoke/visit/page-readings.ts';
import { startTinyPages } from '../tiny-pages.ts';

const repository = path.join(import.meta.dirname, '../../../..');

/** The smoke checks as their specs declare them. */
export function loadSmokeChecks(names: readonly string[] = ['*']): Promise<DeclaredSmokeCheck[]> {
  const folders = ['specs/smoke', 'fixtures/twin/journeys'];
  const files = folders
    .flatMap((folder) => names.flatMap((name) => globSync(`${folder}/${name}.smoke.ts`, { cwd: repository })))
    .sort();
  return collectSmokeChecks(() => Promise.all(files.map((file) => import(path.join(repository, file)))));
}

/** The profile of an environment of a running twin, with the changes that a spec makes. */
export async function twinProfile(
  twin: Twin,
  {
    variables = {},
    smoke = {},
    environment = 'prod',
  }: { variables?: Record<string, string>; smoke?: Partial<NonNullable<Profile['smoke']>>; environment?: string } = {},
): Promise<Profile> {
  const loaded = await loadDeployment();
  const profile = resolveProfile(loaded, environment, { variables: { ...twinVariables(twin), ...variables } });
  if (!profile.smoke) throw new Error('the shipped config describes no smoke test');
  return { ...profile, smoke: { ...profile.smoke, ...smoke } };
}

/** Judges smoke checks on a profile, as Playwright's worker does, in a browser that several runs share. */
export async function judgeSmoke(
  browser: Browser,
  profile: Profile,
  checks: readonly DeclaredSmokeCheck[],
  options: Partial<PageReadingsOptions> = {},
): Promise<Outcome[]> {
  if (!profile.smoke) throw new Error('the profile describes no smoke test');
  await using session = new Session({
    profiles: [{ ...profile, limits: { ...profile.limits, checkMs: 180_000 } }],
    files: [],
    audit: false,
  });
  await using readings = new PageReadings(browser, profile.smoke, { homes: homesOf(profile), ...options });
  const declared = checks.map(({ definition, place }) => ({
    check: asCheck(definition, [{ browser: 'chromium', readings }]),
    place,
  }));
  for (const { check, place } of declared) session.add(check, place);
  return await Promise.all(declared.map(({ check }) => session.outcome(check, profile.environment)));
}

/** Plants a fault in a site of its own, and judges the checks that look at pages. */
export async function runSmokeFault(
  { site, page, outsideIsKnown, account, inDevelopment }: SmokeFault,
  {
    browser,
    twin,
    outside,
    checks,
  }: { browser: Browser; twin: Twin; outside: string; checks: readonly DeclaredSmokeCheck[] },
): Promise<Outcome[]> {
  const { convexUrl, workerUrl } = twin.environments.prod;
  const { directory } = await buildSite();
  await using pages = await startPages({ directory, convexUrl, workerUrl, ...site({ twin, outside }) });
  const profile = await twinProfile(twin, {
    variables: { PROD_NEXT_PUBLIC_APP_URL: pages.url, ...(account !== undefined && { PROD_SMOKE_EMAIL: account }) },
    smoke: {
      pages: [{ status: 200, ...page }],
      // Pages that hang wait for all of it; pages that load do so far sooner, also on a busy machine.
      settleWithinMs: 15_000,
      thirdParties: outsideIsKnown ? [{ origin: outside, mayFail: true }] : [],
      // The twin's Worker lets in the site of the twin, and not this one.
      expectedFailures: [{ urlPrefix: `${workerUrl}/log` }],
    },
  });
  return await judgeSmoke(browser, inDevelopment ? { ...profile, class: 'development' } : profile, checks);
}

/** A host that belongs to nobody: its script writes an error to the console. */
export function startOutsideHost(): Promise<AsyncDisposable & { url: string }> {
  return startTinyPages({
    '/collect.js': { type: 'text/javascript', body: "console.error('collect: quota exceeded')" },
  });
}
