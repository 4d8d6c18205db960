import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { convexFunctionsFaults } from '../../../../fixtures/faults/convex-functions.ts';
import { startTwin, type Twin, type TwinOptions } from '../../../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../../../fixtures/twin/write-project.ts';
import type { Outcome } from '../../../../support/check/index.ts';
import { repository } from '../../bad-input/run-command.ts';
import { goodConfig, temporaryGate } from '../../bad-input/temporary-gate.ts';
import { runPlaywright } from './run-playwright.ts';

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
  test('hold on the whole twin, and are all of it', async () => {
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

  test('fail where today runs on the backend of yesterday, with evidence', async () => {
    const { exitCode, output, outcomes, evidence } = await runSmoke(convexFunctionsFaults.backendOfYesterday.twin);
    expect(kinds(outcomes), output).toMatchObject({
      'smoke/loads': 'failed',
      'smoke/no-page-errors': 'failed',
      'smoke/live-functions-exist': 'failed',
    });
    expect(output).toContain('the landmark is not visible on the page');
    expect(output).toContain('the page calls sites/list:listCompanySites, which the deployment does not have');
    expect(output).toContain('/twin/prod/smoke/sites');
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

  test('fail where the site is down', async () => {
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
    expect(output).toContain('the page did not open');
    expect(exitCode).toBe(1);
  });

  test('end with 78 where a browser is named that is not installed', async () => {
    await using twin = await startTwin();
    await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-smoke-'));
    const { configFile, keys } = writeTwinProject(directory.path, twin);
    const config = await readFile(configFile, 'utf8');
    await writeFile(configFile, config.replace('signIn: {', "browsers: ['chromium', 'webkit'],\n      signIn: {"));
    // Wherever this runs, Playwright has nothing of its own there.
    const { exitCode, output } = await runPlaywright(configFile, { ...keys, PLAYWRIGHT_BROWSERS_PATH: directory.path });
    expect(output).toContain('webkit is listed and not installed.');
    expect(output).toContain('npx playwright install webkit');
    expect(exitCode).toBe(78);
  });

  test.each([
    { args: [], says: 'none or several are named' },
    { args: ['--project', 'prd'], says: 'Did you mean `prod`?' },
    { args: ['--project', 'prod', 'smoke/loads'], says: 'Write `--project=prod smoke/loads`.' },
    { args: ['--project', 'prod', '--reporter', 'list'], says: 'the run would end without a verdict' },
    {
      args: ['--project', 'prod'],
      keys: { PLAYWRIGHT_CHROMIUM_EXECUTABLE: '/opt/gone' },
      says: '/opt/gone is not an executable file',
    },
  ])('say what is wrong with the command $args, and end with 78', async ({ args, keys = {}, says }) => {
    const { exitCode, output } = await runPlaywright(path.join(repository, 'deployment.config.ts'), keys, args);
    expect(output).toContain(says);
    expect(output).not.toMatch(/^\s+at /m);
    expect(exitCode).toBe(78);
  });

  test('end with 78 where the embedded deployment cannot be loaded', { timeout: 30_000 }, async () => {
    await using gate = await temporaryGate({
      config: {
        ...goodConfig,
        embedded: 'gone.ts',
        platforms: {
          pages: { url: { value: 'http://127.0.0.1:9' } },
          smoke: { pages: [{ path: '/', landmark: { role: 'heading', name: 'Sites' } }] },
        },
      },
    });
    // Playwright's loader takes a `.ts` file for CommonJS where no package.json says otherwise.
    await writeFile(path.join(gate.directory, 'package.json'), '{ "type": "module" }');
    const { exitCode, output } = await runPlaywright(gate.configFile, {});
    expect(output).toContain('embedded: the module gone.ts cannot be loaded');
    expect(output).not.toMatch(/^\s+at /m);
    expect(exitCode).toBe(78);
  });
});
