import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { startTwin, type TwinEnvironment } from '../fixtures/twin/start-twin.ts';
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
import { median } from './median.ts';

const pageCount = 10;
const rounds = 5;

export interface SmokeFigures {
  pages: number;
  /** Ten pages watched, settled and judged, without the start of the browser. */
  watchedMs: number;
  /** A plain script: the same pages one after another, each in its own context, waiting only for the landmark. */
  bareMs: number;
  /** The same plain visits, as many concurrently as the watched ones. */
  bareSideBySideMs: number;
  /** `watchedMs` divided by `bareMs`. */
  ratio: number;
  healthyRuns: number;
  /** Healthy runs with a finding. Nothing is repeated. */
  failures: number;
}

/** Compares watched visits with a plain Playwright script, alternating, and counts false alarms in healthy runs. */
export async function benchSmoke(healthyRuns = 20): Promise<SmokeFigures> {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  await using twin = await startTwin();
  const profile = resolveProfile(await loadDeployment(), 'prod', { variables: twinVariables(twin) });
  if (!profile.smoke) throw new Error('the shipped config has no `platforms.smoke`');

  const own = profile.smoke.pages.filter(({ signedIn }) => signedIn !== true);
  // Different addresses, so that visits are not shared.
  const pages = Array.from({ length: pageCount }, (_, index) => {
    const page = own[index % own.length] as SmokePage;
    return { ...page, path: `${page.path}?visit=${index}` };
  });
  const smoke = { ...profile.smoke, pages };
  const browser = await chromium.launch(chromiumLaunchOptions((await findBrowser()).executablePath));

  try {
    const times = { watched: [] as number[], bare: [] as number[], sideBySide: [] as number[] };
    let failures = 0;
    for (let run = 0; run < healthyRuns; run += 1) {
      const started = performance.now();
      const findings = await visitWatched(browser, { ...profile, smoke }, directory.path);
      if (findings > 0) failures += 1;
      // The first run is a warm-up for both.
      if (run === 0 || run > rounds) continue;

      times.watched.push(performance.now() - started);
      times.bare.push(await measure(() => visitBare(browser, twin.environments.prod, pages, 1)));
      times.sideBySide.push(await measure(() => visitBare(browser, twin.environments.prod, pages, 5)));
    }

    const [watchedMs, bareMs] = [median(times.watched), median(times.bare)];
    const bareSideBySideMs = median(times.sideBySide);
    return { pages: pageCount, watchedMs, bareMs, bareSideBySideMs, ratio: watchedMs / bareMs, healthyRuns, failures };
  } finally {
    await browser.close();
  }
}

/** @param evidenceDirectory where every visit is recorded, as in a real run */
async function visitWatched(
  browser: Browser,
  profile: Profile & { smoke: SmokeProfile },
  evidenceDirectory: string,
): Promise<number> {
  const { smoke } = profile;
  await using readings = new PageReadings(browser, smoke, { homes: homesOf(profile), evidenceDirectory });
  const visits = await Promise.all(smoke.pages.map(readings.open));
  return visits.flatMap((reading) => [
    ...judgeLoads(reading),
    ...judgePageErrors(reading.watch.events, smoke),
    ...judgeFailedRequests(reading.watch.events, reading.page, smoke),
  ]).length;
}

async function visitBare(browser: Browser, { siteUrl }: TwinEnvironment, pages: readonly SmokePage[], lanes: number) {
  const waiting = [...pages];
  const visit = async () => {
    for (let page = waiting.shift(); page; page = waiting.shift()) {
      const context = await browser.newContext();
      const tab = await context.newPage();
      await tab.goto(new URL(page.path, siteUrl).href);
      await tab.getByRole(page.landmark.role, { name: page.landmark.name, exact: true }).waitFor();
      await context.close();
    }
  };
  await Promise.all(Array.from({ length: lanes }, visit));
}

async function measure(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
