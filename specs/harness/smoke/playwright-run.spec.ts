import { spawn } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
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
  return { exitCode, output, outcomes };
}

async function runSmoke(options: TwinOptions = {}, afterStart?: (twin: Twin) => Promise<void>) {
  await using twin = await startTwin(options);
  await afterStart?.(twin);
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-smoke-'));
  const { configFile, keys } = writeTwinProject(directory.path, twin);
  return await runPlaywright(configFile, keys);
}

const kinds = (outcomes: readonly Outcome[]) => Object.fromEntries(outcomes.map(({ check, kind }) => [check, kind]));

describe('the smoke tests, by Playwright in real Chromium', () => {
  test('hold on the whole twin', { timeout: 120_000 }, async () => {
    const { exitCode, output, outcomes } = await runSmoke();
    expect(kinds(outcomes), output).toEqual({
      'smoke/loads': 'held',
      'smoke/no-failed-requests': 'held',
      'smoke/no-page-errors': 'held',
    });
    expect(exitCode).toBe(0);
  });

  test('fail where the front end of today runs on the backend of yesterday', { timeout: 120_000 }, async () => {
    const { exitCode, output, outcomes } = await runSmoke(backendOfYesterday.twin);
    expect(kinds(outcomes), output).toMatchObject({ 'smoke/loads': 'failed', 'smoke/no-page-errors': 'failed' });
    expect(output).toContain('the landmark is not on the page');
    expect(output).toContain('sites/list:listCompanySites');
    expect(output).toContain('/sites');
    expect(exitCode).toBe(1);
  });

  test('fail where the site is down', { timeout: 120_000 }, async () => {
    const { exitCode, output, outcomes } = await runSmoke({}, async ({ environments: { prod } }) =>
      prod.relays.site.stop(),
    );
    expect(kinds(outcomes), output).toEqual({
      'smoke/loads': 'failed',
      'smoke/no-failed-requests': 'failed',
      'smoke/no-page-errors': 'failed',
    });
    expect(output).toContain('the page does not open');
    expect(exitCode).toBe(1);
  });

  test.each([
    { args: [], says: 'none or several are named' },
    { args: ['--project', 'prd'], says: 'Did you mean `prod`?' },
  ])('say what is wrong with the command $args, and end with 78', { timeout: 30_000 }, async ({ args, says }) => {
    const { exitCode, output } = await runPlaywright(path.join(repository, 'deployment.config.ts'), {}, args);
    expect(output).toContain(says);
    expect(output).not.toMatch(/^\s+at /m);
    expect(exitCode).toBe(78);
  });
});
