import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Providers, startProviders } from '../../../fixtures/twin/providers/start-providers.ts';
import { runWrangler, type WranglerRun } from './run-wrangler.ts';

/** Several of them start at once on few cores. */
const wranglerMs = 180_000;
let providers: Providers;
let runs: Record<string, WranglerRun>;

const commands = {
  secrets: ['secret', 'list', '--name', 'logs'],
  versions: ['versions', 'list', '--name', 'logs', '--json'],
  projects: ['pages', 'project', 'list', '--json'],
  'no such Worker': ['secret', 'list', '--name', 'none'],
};

beforeAll(async () => {
  providers = await startProviders();
  const { state } = providers.cloudflare;
  const script = state.addScript('logs');
  script.secrets.set('LOG_TOKEN', { type: 'secret_text', value: 'made-up-log-token' });
  // Versions of one instant have no order.
  script.release('wrangler', 'secret', new Date(Date.now() + 60_000));
  // More than a page of them: wrangler asks for ten at a time.
  for (let index = 0; index < 12; index += 1) {
    const project = state.addProject(`site-${index}`);
    project.deploy({
      environment: 'production',
      created_on: '2026-11-20T10:00:00.000Z',
      commit: '5eaf00d',
      branch: 'main',
      status: 'success',
    });
  }
  const ran = Object.entries(commands).map(async ([name, args]) => [name, await runWrangler(providers, args)] as const);
  const elsewhere = { CLOUDFLARE_API_BASE_URL: 'http://elsewhere.acme.test/client/v4' };
  const [refused, strayed, ...others] = await Promise.all([
    runWrangler(providers, commands.secrets, { CLOUDFLARE_API_TOKEN: 'made-up-revoked-token' }),
    runWrangler(providers, commands.secrets, elsewhere),
    ...ran,
  ]);
  runs = { ...Object.fromEntries(others), 'a revoked token': refused, 'another address': strayed };
}, wranglerMs);
afterAll(() => providers[Symbol.asyncDispose]());

function jsonOf(name: string): unknown {
  const { exitCode, stdout, stderr } = runs[name] as WranglerRun;
  expect(exitCode, stdout + stderr).toBe(0);
  return JSON.parse(stdout);
}

describe('the double of Cloudflare serves wrangler', () => {
  test('`secret list` names the secrets of a Worker, and shows no value', () => {
    expect(jsonOf('secrets')).toEqual([{ name: 'LOG_TOKEN', type: 'secret_text' }]);
    expect(runs.secrets?.stdout).not.toContain('made-up-log-token');
  });

  test('`versions list` lists each version, the oldest first', () => {
    const ids = providers.cloudflare.state.scripts.get('logs')?.versions.map(({ id }) => id);
    expect(jsonOf('versions')).toMatchObject([
      { id: ids?.[1], number: 1, metadata: { source: 'wrangler', author_email: expect.any(String) } },
      { id: ids?.[0], number: 2 },
    ]);
  });

  test('`pages project list` lists every project, past the first page', () => {
    const names = (jsonOf('projects') as Record<string, string>[]).map((project) => project['Project Name']);
    expect(names).toEqual(Array.from({ length: 12 }, (_, index) => `site-${index}`));
    expect(providers.cloudflare.served.requests.map(({ path }) => path)).toContainEqual(
      expect.stringContaining('/pages/projects?per_page=10&page=2'),
    );
  });

  test('a Worker that is not there is known to wrangler as such', () => {
    expect(runs['no such Worker']).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Worker "none" not found'),
    });
  });

  test('a token that is refused is known to wrangler as such', () => {
    expect(runs['a revoked token']).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Authentication error [code: 10000]'),
    });
  });

  test('and knows every request that wrangler makes, which reaches nothing else', () => {
    expect(providers.cloudflare.served.requests.filter(({ unexpected }) => unexpected)).toEqual([]);
    expect(providers.cloudflare.served.requests.length).toBeGreaterThan(4);
    const { 'another address': strayed, ...own } = runs;
    expect(strayed?.lookedUp).toContain('elsewhere.acme.test');
    // Its question for a newer release is asked of a registry, and answered by nobody.
    for (const { lookedUp } of Object.values(own)) expect(new Set(lookedUp).size).toBeLessThanOrEqual(1);
  });
});
