import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPages } from '../../../../fixtures/twin/pages/start-pages.ts';
import { buildSite } from '../../../../fixtures/twin/site/build-site.ts';
import { startTwin, type Twin } from '../../../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../../../fixtures/twin/write-project.ts';
import type { Outcome } from '../../../../support/check/index.ts';
import { readVerdict } from '../../../../support/report/verdict/verdict-file.ts';
import { runCommand } from '../../bad-input/run-command.ts';
import { reportsBeside } from '../../bad-input/run-gate.ts';
import { commandMs } from '../../patience.ts';

let twin: Twin;
let directory: string;
beforeAll(async () => {
  [twin, directory] = await Promise.all([startTwin(), mkdtemp(path.join(os.tmpdir(), 'airlock-preview-'))]);
});
afterAll(async () => {
  await twin[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** A column for preview deployments: the backend of development, and a site whose address each pull request brings. */
const withPreview = (table: string) =>
  table
    .split('\n')
    .map((line) => {
      const cells = line.split('|');
      if (cells.length < 7) return line;
      const [dev = ''] = cells.slice(4, 5);
      const value = cells[3]?.trim() === 'NEXT_PUBLIC_APP_URL' ? ' - ' : dev.replace('DEV_VALUE', 'PREVIEW_VALUE');
      return [...cells.slice(0, 6), value, ...cells.slice(6)].join('|');
    })
    .join('\n');

const environment = `    preview: {
      class: 'development',
      loopback: true,
      values: { SMOKE_EMAIL: 'nobody@acme.test', LOG_WORKER_SCRIPT: 'twin-log-worker-dev', GITHUB_ENVIRONMENT: 'development' },
    },
`;

/** What the gate of a preview says of a site that was built for one environment of the twin. */
async function checkPreview(
  builtFor: 'dev' | 'prod',
): Promise<{ exitCode: number | null; said: string; site: Outcome | undefined }> {
  const { convexUrl, workerUrl } = twin.environments[builtFor];
  await using pages = await startPages({ ...(await buildSite()), convexUrl, workerUrl });
  const { configFile, keys } = writeTwinProject(path.join(directory, builtFor), twin, withPreview, (config) =>
    config.replace('  environments: {\n', `$&${environment}`),
  );
  const previewKeys = Object.fromEntries(
    Object.entries(keys).flatMap(([name, value]) =>
      name.startsWith('DEV_') ? [[name.replace('DEV_', 'PREVIEW_'), value]] : [],
    ),
  );
  const { exitCode, stdout, stderr } = await runCommand('check', ['--env', 'preview', '--url', pages.url], {
    configFile,
    variables: { ...keys, ...previewKeys },
    timeoutMs: commandMs,
  });
  const verdict = readVerdict(path.join(reportsBeside(configFile, 'preview'), 'verdict.json'));
  const outcomes = 'unreadable' in verdict ? [] : (verdict.parts.specs?.outcomes ?? []);
  return { exitCode, said: stdout + stderr, site: outcomes.find(({ check }) => check === 'isolation/site-bundle') };
}

describe('a preview deployment, at the address that a pull request brings,', () => {
  test('closes the gate where it was built to talk to production', async () => {
    const { exitCode, said, site } = await checkPreview('prod');
    expect(site?.kind, said).toBe('failed');
    expect(JSON.stringify(site?.findings)).toContain(new URL(twin.environments.prod.convexUrl).host);
    expect(exitCode).toBe(1);
  });

  test('is well, as far as its site goes, where it talks to its own backend', async () => {
    const { said, site } = await checkPreview('dev');
    expect(site?.kind, said).toBe('held');
  });
});
