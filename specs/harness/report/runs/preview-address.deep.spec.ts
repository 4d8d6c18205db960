import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PagesOptions, startPages } from '../../../../fixtures/twin/pages/start-pages.ts';
import { twinCommit } from '../../../../fixtures/twin/providers/seed-providers.ts';
import { type Relay, startRelay } from '../../../../fixtures/twin/relay.ts';
import { buildSite } from '../../../../fixtures/twin/site/build-site.ts';
import { keepNothingMissing, startTwin, type Twin } from '../../../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../../../fixtures/twin/write-project.ts';
import type { Outcome } from '../../../../support/check/index.ts';
import { readVerdict } from '../../../../support/report/verdict/verdict-file.ts';
import { runCommand } from '../../bad-input/run-command.ts';
import { reportsBeside } from '../../bad-input/run-gate.ts';
import { commandMs } from '../../patience.ts';
import { withOnePage } from './one-page.ts';

let preview: Relay;
let twin: Twin;
let directory: string;
beforeAll(async () => {
  preview = await startRelay();
  [twin, directory] = await Promise.all([
    startTwin({ previewUrl: preview.url }),
    mkdtemp(path.join(os.tmpdir(), 'airlock-preview-')),
  ]);
});
afterAll(async () => {
  await Promise.all([twin[Symbol.asyncDispose](), preview[Symbol.asyncDispose]()]);
  await rm(directory, { recursive: true, force: true });
});

/** A preview has the cells of development, whose backend it uses, and a site whose address each pull request brings. */
const environment = `    preview: {
      class: 'development',
      sharesBackendOf: 'dev',
      loopback: true,
      values: { SMOKE_EMAIL: 'worker@company-1.patient-heron-417.example', LOG_WORKER_SCRIPT: 'twin-log-worker-dev', GITHUB_ENVIRONMENT: 'development' },
    },
`;

/** A call of a deployment that a page makes: its address is put together at run time, so that no file of the site has it. */
function callAtRunTime(address: string): Partial<PagesOptions> {
  const codes = [...address].map((character) => character.charCodeAt(0) ^ 1);
  const call = `fetch(String.fromCharCode(...${JSON.stringify(codes)}.map((code) => code ^ 1))).catch(() => {});`;
  return {
    altered: [{ file: /^\/assets\/index-.*\.js$/, text: (text) => `${text}\n${call}\n` }],
    alteredHeaders: (text) => text.replace(/connect-src [^;]*/, 'connect-src *'),
  };
}

interface Preview {
  /** Where the preview is served. */
  url: string;
  exitCode: number | null;
  said: string;
  site: Outcome | undefined;
  /** What the browser saw, by the check. */
  smoke: ReadonlyMap<string, Outcome>;
}

/** What `check` says of a preview that was built for one environment of the twin. */
async function checkPreview(
  name: string,
  {
    builtFor = 'dev',
    faults = {},
    args = [],
  }: { builtFor?: 'dev' | 'prod'; faults?: Partial<PagesOptions>; args?: string[] },
): Promise<Preview> {
  const { convexUrl, workerUrl } = twin.environments[builtFor];
  const site = { ...(await buildSite()), convexUrl, workerUrl, commit: twinCommit, middleware: keepNothingMissing };
  await using pages = await startPages({ ...site, ...faults });
  preview.leadTo(pages.url);
  const { configFile, keys } = writeTwinProject(
    path.join(directory, name),
    twin,
    (table) => table,
    (config) => withOnePage(config.replace('  environments: {\n', `$&${environment}`)),
  );
  const { exitCode, stdout, stderr } = await runCommand('check', ['--env', 'preview', '--url', preview.url, ...args], {
    configFile,
    variables: keys,
    // Where a page fails, its evidence is kept and searched for secrets, which takes long on a busy machine.
    timeoutMs: 2 * commandMs,
  });
  const verdict = readVerdict(path.join(reportsBeside(configFile, 'preview'), 'verdict.json'));
  const { specs, smoke } = 'unreadable' in verdict ? {} : verdict.parts;
  return {
    url: preview.url,
    exitCode,
    said: stdout + stderr,
    site: specs?.outcomes.find(({ check }) => check === 'isolation/site-bundle'),
    smoke: new Map(smoke?.outcomes.map((outcome) => [outcome.check, outcome])),
  };
}

describe('a preview deployment, at the address that a pull request brings,', () => {
  test('closes the gate where it was built to talk to production', async () => {
    const { exitCode, said, site } = await checkPreview('production', { builtFor: 'prod' });
    expect(site?.kind, said).toBe('failed');
    expect(JSON.stringify(site?.findings)).toContain(new URL(twin.environments.prod.convexUrl).host);
    expect(exitCode).toBe(1);
  });

  test('opens the gate, whole, where it talks to its own backend', {
    timeout: 3 * commandMs,
  }, async () => {
    const { exitCode, said, site, smoke } = await checkPreview('own', { args: ['--smoke'] });

    expect(exitCode, said).toBe(0);
    expect(site?.kind, said).toBe('held');
    const kinds = [...smoke.values()].map(({ check, kind }) => `${check} ${kind}`);
    expect(kinds, said).toContain('smoke/connects-home held');
    expect(
      kinds.filter((kind) => !/ (?:held|not applicable)$/.test(kind)),
      said,
    ).toEqual([]);
  });

  test('is opened in a browser, which sees a page call production where no file of the site has the address', {
    timeout: 3 * commandMs,
  }, async () => {
    const production = twin.environments.prod.convexUrl;
    const { url, exitCode, said, smoke } = await checkPreview('calls', {
      faults: callAtRunTime(`${production}/version`),
      args: ['--smoke'],
    });

    expect(smoke.get('smoke/connects-home'), said).toMatchObject({ kind: 'failed' });
    const findings = JSON.stringify(smoke.get('smoke/connects-home')?.findings);
    expect(findings).toContain('the page connects to the Convex deployment of prod');
    expect(findings).toContain(`${url}/sites`);
    expect(exitCode).toBe(1);
  });
});
