import { execFile } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startPages } from '../../../fixtures/twin/pages/start-pages.ts';
import { buildSite } from '../../../fixtures/twin/site/build-site.ts';
import { sitePages } from '../../../fixtures/twin/site/site-pages.ts';
import { goodAnswers } from '../site/scripted-answers.ts';
import { missingFunction, type QueryOutcome, startScriptedConvex } from '../site/scripted-convex.ts';

const repositoryRoot = join(import.meta.dirname, '..', '..', '..');
const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli');

/** Runs the smoke specs by Playwright's own runner against the twin's site. */
async function runSmoke(answers: Record<string, QueryOutcome>) {
  await using convex = await startScriptedConvex(answers);
  const { directory } = await buildSite();
  await using pages = await startPages({ directory, convexUrl: convex.url, workerUrl: 'http://127.0.0.1:9' });
  await using results = await mkdtempDisposable(join(tmpdir(), 'smoke-'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    SMOKE_TARGET: JSON.stringify({ origin: pages.url, pages: sitePages }),
  };
  // A runner inside a runner: Playwright refuses to start where it believes to be in a test already, and colours hide the words.
  for (const name of Object.keys(env)) if (/^(VITEST|TEST_|FORCE_COLOR)/.test(name)) delete env[name];
  const args = [playwright, 'test', '--reporter', 'line', '--output', results.path];
  // Awaited here: the servers live until the run is over.
  return await new Promise<{ exitCode: unknown; output: string }>((resolve) => {
    execFile(process.execPath, args, { cwd: repositoryRoot, env, timeout: 100_000 }, (error, stdout, stderr) =>
      resolve({ exitCode: error ? error.code : 0, output: stdout + stderr }),
    );
  });
}

test('the smoke specs pass on the whole site', { timeout: 120_000 }, async () => {
  const { exitCode, output } = await runSmoke(goodAnswers);
  expect(output).toContain('3 passed');
  expect(exitCode).toBe(0);
});

test('the smoke specs fail, with the reason, where the deployment lacks a function', { timeout: 120_000 }, async () => {
  const path = 'sites/list:listCompanySites';
  const { exitCode, output } = await runSmoke({ ...goodAnswers, [path]: missingFunction(path) });
  expect(exitCode).toBe(1);
  expect(output).toContain(`cause: the deployment has no function "${path}"`);
  expect(output).toContain('the landmark is not on the page');
});
