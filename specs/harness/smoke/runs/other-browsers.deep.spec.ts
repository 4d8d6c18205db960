import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startTwin } from '../../../../fixtures/twin/start-twin.ts';
import { Session } from '../../../../support/check/session.ts';
import { browsersOf, describeOthers, type IsInstalled } from '../../../../support/smoke/browser/other-browsers.ts';
import { homesOf } from '../../../../support/smoke/judge/judge-connections.ts';
import { asCheck } from '../../../../support/smoke/smoke-check.ts';
import { PageReadings } from '../../../../support/smoke/visit/page-readings.ts';
import { launchChromium } from '../open-tiny-page.ts';
import { loadSmokeChecks, twinProfile } from './run-smoke.ts';

const only: (...names: string[]) => IsInstalled =
  (...names) =>
  async (name) =>
    names.includes(name);

test('every browser that is named is looked with, once', async () => {
  expect(await browsersOf(['chromium', 'firefox', 'firefox'], only('chromium', 'firefox'))).toEqual([
    'chromium',
    'firefox',
  ]);
});

test('`installed` takes those that are there', async () => {
  expect(await browsersOf('installed', only('chromium', 'webkit'))).toEqual(['chromium', 'webkit']);
  expect(await browsersOf('installed', only('chromium'))).toEqual(['chromium']);
});

test.for([
  [['firefox'], 'firefox is listed and not installed.', 'npx playwright install firefox`'],
  [['chromium', 'firefox', 'webkit'], 'firefox and webkit are listed and not installed.', 'install firefox webkit`'],
] as const)('%j, not installed, is a mistake of the config that says what to do', async ([names, says, remedy]) => {
  const asked = browsersOf([...names], only('chromium'));
  await expect(asked).rejects.toThrow(says);
  await expect(asked).rejects.toThrow(remedy);
});

test('one line a browser says whether it is there', async () => {
  const [firefox, webkit] = await describeOthers(only('webkit'));
  expect(firefox).toBe(
    "firefox: not installed; `npx playwright install firefox` installs Playwright's own build, the only one that works",
  );
  expect(webkit).toMatch(/^webkit: .+ \(Playwright's own download\)$/);
});

test('what one browser of two shows is found, with its name, and evidence of each stands apart', async () => {
  await using twin = await startTwin();
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'browsers-'));
  await using first = await launchChromium();
  await using second = await launchChromium();
  const [declared] = await loadSmokeChecks(['loads']);
  const profile = await twinProfile(twin, {
    smoke: {
      pages: [{ path: '/sites', status: 200, landmark: { role: 'region', name: 'Site list' } }],
      settleWithinMs: 4_000,
    },
  });
  const { smoke } = profile;
  if (!declared || !smoke) throw new Error('there is no check to look with');
  const homes = homesOf(profile);
  await using whole = new PageReadings(first, smoke, { homes, evidenceDirectory: path.join(directory.path, 'one') });
  // A browser that reaches nothing stands for one in which the page does not work.
  await using broken = new PageReadings(second, smoke, {
    homes: new Map(),
    evidenceDirectory: path.join(directory.path, 'two'),
  });
  const check = asCheck(declared.definition, [
    { browser: 'chromium', readings: whole },
    { browser: 'firefox', readings: broken },
  ]);
  await using session = new Session({ profiles: [profile], files: [], audit: false });
  session.add(check, declared.place);
  const outcome = await session.outcome(check, 'prod');
  expect(outcome).toMatchObject({ kind: 'failed', findings: [{ what: 'the page did not open' }] });
  expect(outcome.findings[0]?.from.at(-1)).toBe('firefox');
  expect(await readdir(directory.path)).toEqual(['two']);
});
