import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { startTwin, type Twin } from '../fixtures/twin/start-twin.ts';
import { twinVariables } from '../fixtures/twin/twin-variables.ts';
import {
  loadDeployment,
  type Profile,
  resolveProfile,
  type SmokePage,
  type SmokeProfile,
} from '../support/profile/index.ts';
import { findBrowser } from '../support/smoke/browser/browser.ts';
import { chromiumLaunchOptions } from '../support/smoke/browser/launch-options.ts';
import { homesOf } from '../support/smoke/judge/judge-connections.ts';
import { judgeFailedRequests } from '../support/smoke/judge/judge-failed-requests.ts';
import { judgeLoads } from '../support/smoke/judge/judge-loads.ts';
import { judgePageErrors } from '../support/smoke/judge/judge-page-errors.ts';
import { PageReadings } from '../support/smoke/visit/page-readings.ts';

const pageCount = 10;

/** How many pages are open at once. */
export const sideBySide = 5;

/** Ten visits, each way; each function returns milliseconds without the start of the browser. */
export interface Visits extends AsyncDisposable {
  pages: number;
  /** Watched, settled and judged. @throws Error on a finding, because the twin is healthy */
  watched: () => Promise<number>;
  /** By Playwright alone, waiting for the landmark and then as long as the page is watched. */
  bare: () => Promise<number>;
}

/** The pages of the shipped config that are opened without signing in. */
export async function ownPages(): Promise<SmokePage[]> {
  const loaded = await loadDeployment();
  const { smoke } = resolveProfile(loaded, 'prod', { variables: {}, spanning: true });
  if (!smoke) throw new Error('the shipped config has no `platforms.smoke`');
  return smoke.pages.filter(({ signedIn }) => signedIn !== true);
}

/** Starts a browser for visits of the twin's production. */
export async function openVisits(twin: Twin, watchMs: number): Promise<Visits> {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-')));
  const profile = resolveProfile(await loadDeployment(), 'prod', { variables: twinVariables(twin) });
  if (!profile.smoke) throw new Error('the shipped config has no `platforms.smoke`');

  const own = await ownPages();
  // Different addresses, so that visits are not shared.
  const pages = Array.from({ length: pageCount }, (_, index) => {
    const page = own[index % own.length] as SmokePage;
    return { ...page, path: `${page.path}?visit=${index}` };
  });
  const smoke = { ...profile.smoke, pages, watchMs };
  const browser = stack.use(await chromium.launch(chromiumLaunchOptions((await findBrowser()).executablePath)));
  const { siteUrl } = twin.environments.prod;
  const all = stack.move();

  return {
    pages: pageCount,
    watched: () => timed(() => visitWatched(browser, { ...profile, smoke }, directory.path)),
    bare: () => timed(() => visitBare(browser, { siteUrl, pages, watchMs })),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Counts false alarms: visits of a healthy twin, nothing repeated. @returns how many rounds of ten pages had a finding */
export async function countAlarms(rounds: number): Promise<number> {
  await using twin = await startTwin();
  await using visits = await openVisits(twin, 0);
  let alarms = 0;
  for (let round = 0; round < rounds; round += 1) {
    await visits.watched().catch(() => {
      alarms += 1;
    });
  }
  return alarms;
}

/** @param evidenceDirectory where every visit is recorded, as in a real run */
async function visitWatched(
  browser: Browser,
  profile: Profile & { smoke: SmokeProfile },
  evidenceDirectory: string,
): Promise<void> {
  const { smoke } = profile;
  await using readings = new PageReadings(browser, smoke, { homes: homesOf(profile), evidenceDirectory });
  const visits = await Promise.all(smoke.pages.map(readings.open));
  const findings = visits.flatMap((reading) => [
    ...judgeLoads(reading),
    ...judgePageErrors(reading.watch.events, smoke),
    ...judgeFailedRequests(reading.watch.events, reading.page, smoke),
  ]);
  if (findings.length > 0) throw new Error(`the healthy twin has a finding: ${findings[0]?.what}`);
}

interface BareVisits {
  siteUrl: string;
  pages: readonly SmokePage[];
  watchMs: number;
}

async function visitBare(browser: Browser, { siteUrl, pages, watchMs }: BareVisits): Promise<void> {
  const waiting = [...pages];
  const visit = async () => {
    for (let page = waiting.shift(); page; page = waiting.shift()) {
      const context = await browser.newContext();
      const tab = await context.newPage();
      await tab.goto(new URL(page.path, siteUrl).href);
      await tab.getByRole(page.landmark.role, { name: page.landmark.name, exact: true }).waitFor();
      if (watchMs > 0) await tab.waitForTimeout(watchMs);
      await context.close();
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, visit));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
