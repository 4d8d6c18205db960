import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { backendOfYesterday } from '../../../fixtures/faults/backend-of-yesterday.ts';
import { startTwin, type Twin, type TwinOptions } from '../../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../../fixtures/twin/write-project.ts';
import type { Outcome } from '../../../support/check/index.ts';
import { readVerdict } from '../../../support/report/verdict-file.ts';

const repository = path.join(import.meta.dirname, '../../..');
const bin = path.join(repository, 'node_modules/.bin');

/** Runs the smoke tests as a user would: `npx playwright test --project prod`. */
async function runPlaywright(configFile: string, keys: Record<string, string>, args = ['--project', 'prod']) {
  const child = spawn(path.join(bin, 'playwright'), ['test', ...args], {
    cwd: repository,
    // Nothing of the runner around it: Playwright refuses to start where it believes to be inside a test.
    env: {
      PATH: `${bin}${path.delimiter}${process.env.PATH}`,
      HOME: process.env.HOME,
      NO_COLOR: '1',
      DEPLOYMENT_CONFIG: configFile,
      ...keys,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 100_000,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const exitCode = await new Promise((resolve) => child.once('close', resolve));
  const verdict = readVerdict(path.join(path.dirname(configFile), 'reports/verdict.json'));
  const outcomes = 'unreadable' in verdict ? [] : (verdict.parts.smoke?.outcomes ?? []);
  const partial = 'unreadable' in verdict ? undefined : verdict.parts.smoke?.partial;
  const evidence = globSync('*/*', { cwd: path.join(path.dirname(configFile), 'reports/smoke/prod') });
  return { exitCode, output, outcomes, partial, evidence };
}

async function runSmoke(options: TwinOptions = {}, afterStart?: (twin: Twin) => Promise<void>) {
  await using twin = await startTwin(options);
  await afterStart?.(twin);
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-smoke-'));
  const { configFile, keys } = writeTwinProject(directory.path, twin);
  // How soon a page paints is this machine's affair, and the judgement of it has a spec of its own.
  const config = await readFile(configFile, 'utf8');
  await writeFile(configFile, config.replace('signIn: {', 'webVitals: { lcpMs: 60_000 },\n      signIn: {'));
  return await runPlaywright(configFile, keys);
}

const kinds = (outcomes: readonly Outcome[]) => Object.fromEntries(outcomes.map(({ check, kind }) => [check, kind]));

describe('the smoke tests, by Playwright in real Chromium', () => {
  test('hold on the whole twin, and are all of it', { timeout: 120_000 }, async () => {
    const { exitCode, output, outcomes, partial } = await runSmoke();
    expect(kinds(outcomes), output).toEqual({
      'smoke/accessible': 'held',
      'smoke/connects-home': 'held',
      'smoke/fits-a-phone': 'held',
      'smoke/live-functions-exist': 'held',
      'smoke/loads': 'held',
      'smoke/navigates': 'held',
      'smoke/no-failed-requests': 'held',
      'smoke/no-page-errors': 'held',
      'smoke/opening-writes-nothing': 'held',
      'smoke/reconnects': 'held',
      'smoke/reports-an-incident': 'not applicable',
      'smoke/sign-in': 'held',
      'smoke/web-vitals': 'held',
    });
    // `test` is the command; taken for a filter, it would make every verdict one of a part, which opens no gate.
    expect(partial).toBeUndefined();
    expect(exitCode).toBe(0);
  });

  test('fail where today runs on the backend of yesterday, with evidence', { timeout: 120_000 }, async () => {
    const { exitCode, output, outcomes, evidence } = await runSmoke(backendOfYesterday.twin);
    expect(kinds(outcomes), output).toMatchObject({
      'smoke/loads': 'failed',
      'smoke/no-page-errors': 'failed',
      'smoke/live-functions-exist': 'failed',
    });
    expect(output).toContain('the landmark is not on the page');
    expect(output).toContain('the page calls sites/list:listCompanySites, and the deployment does not have it');
    expect(output).toContain('/smoke/prod/sites');
    expect(evidence).toEqual(
      expect.arrayContaining([
        'sites/page.html',
        'sites/requests.har',
        'sites/screenshot.png',
        'sites/trace.zip',
        'navigates/trace.zip',
      ]),
    );
    expect(exitCode).toBe(1);
  });

  test('fail where the site is down', { timeout: 120_000 }, async () => {
    const { exitCode, output, outcomes } = await runSmoke({}, async ({ environments: { prod } }) =>
      prod.relays.site.stop(),
    );
    expect(outcomes, output).not.toEqual([]);
    const critical = outcomes.filter(({ severity, kind }) => severity === 'critical' && kind !== 'not applicable');
    expect(
      critical.filter(({ kind }) => kind === 'held'),
      output,
    ).toEqual([]);
    expect(kinds(outcomes)).toMatchObject({ 'smoke/loads': 'failed', 'smoke/connects-home': 'failed' });
    expect(output).toContain('the page does not open');
    expect(exitCode).toBe(1);
  });

  test('end with 78 where a browser is named that is not installed', { timeout: 60_000 }, async () => {
    await using twin = await startTwin();
    await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-smoke-'));
    const { configFile, keys } = writeTwinProject(directory.path, twin);
    const config = await readFile(configFile, 'utf8');
    await writeFile(configFile, config.replace('signIn: {', "browsers: ['chromium', 'webkit'],\n      signIn: {"));
    // Wherever this runs, Playwright has nothing of its own there.
    const { exitCode, output } = await runPlaywright(configFile, { ...keys, PLAYWRIGHT_BROWSERS_PATH: directory.path });
    expect(output).toContain('webkit is named and not installed.');
    expect(output).toContain('npx playwright install webkit');
    expect(exitCode).toBe(78);
  });

  test.each([
    { args: [], says: 'none or several are named' },
    { args: ['--project', 'prd'], says: 'Did you mean `prod`?' },
    { args: ['--project', 'prod', 'smoke/loads'], says: 'Write `--project=prod smoke/loads`.' },
    { args: ['--project', 'prod'], keys: { PLAYWRIGHT_CHROMIUM_EXECUTABLE: '/opt/gone' }, says: 'it names /opt/gone' },
  ])(
    'say what is wrong with the command $args, and end with 78',
    { timeout: 30_000 },
    async ({ args, keys = {}, says }) => {
      const { exitCode, output } = await runPlaywright(path.join(repository, 'deployment.config.ts'), keys, args);
      expect(output).toContain(says);
      expect(output).not.toMatch(/^\s+at /m);
      expect(exitCode).toBe(78);
    },
  );
});
