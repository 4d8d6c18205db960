import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'dotenv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTwin, type Twin } from '../../../fixtures/twin/start-twin.ts';
import { type TwinProject, writeTwinProject } from '../../../fixtures/twin/write-project.ts';
import { startTool } from './start-tool.ts';

let twin: Twin;
let project: TwinProject;
let directory: string;

beforeAll(async () => {
  twin = await startTwin();
  directory = mkdtempSync(path.join(tmpdir(), 'airlock-commands-'));
  project = writeTwinProject(directory, twin);
});
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await twin[Symbol.asyncDispose]();
});

function run(tool: 'drift' | 'sync-env', args: readonly string[], variables: Record<string, string> = {}) {
  return startTool(tool, args, { DEPLOYMENT_CONFIG: project.configFile, ...project.keys, ...variables }).ended;
}

describe('npm run drift', () => {
  test('prints key, platform and verdict, what proves each credential, and how much was compared how', async () => {
    const { exitCode, stdout, all } = await run('drift', ['--env', 'prod']);
    expect(exitCode, all).toBe(0);
    expect(stdout).toMatch(/UPSTASH_REDIS_REST_TOKEN +LOG_WORKER \(worker\) +attested/);
    expect(stdout).toMatch(/CONVEX_DEPLOY_KEY +GITHUB \(github\) +present, value unproved/);
    expect(stdout).toContain('UPSTASH_REDIS_REST_TOKEN  accepted (Upstash, PING: status 200)');
    expect(stdout).toContain('Of 14 keys of prod, 11 compared by value, 2 attested, 1 by presence only');
    for (const secret of Object.values(project.keys)) expect(all).not.toContain(secret);
  });

  test('says the same as JSON', async () => {
    const { exitCode, stdout } = await run('drift', ['--env', 'prod', '--only', 'LOG_WORKER', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      environment: 'prod',
      exitCode: 0,
      coverage: { byValue: 2, attested: 2 },
    });
    expect(exitCode).toBe(0);
  });

  test('is not in sync where a token is missing', async () => {
    const { exitCode, stdout } = await run('drift', ['--env', 'prod'], { PROD_GITHUB_TOKEN: '' });
    expect(exitCode).toBe(3);
    expect(stdout).toContain('GITHUB could not be read: PROD_GITHUB_TOKEN is set, and empty.');
  });

  test.each([
    [[], '--env is missing'],
    [['--env', 'prd'], 'Did you mean `prod`?'],
    [['--env', 'prod', '--only', 'NOTHING'], 'there is no such target'],
    [['--env', 'prod', '--wrong'], "Unknown option '--wrong'"],
  ])('%j ends with 78 and a sentence', async (args, says) => {
    const { exitCode, stderr } = await run('drift', args);
    expect(exitCode).toBe(78);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('npm run sync-env', () => {
  test('writes local files of development values, and nothing with --dry-run', async () => {
    const dry = await run('sync-env', ['--mode', 'local', '--dry-run']);
    expect(dry.exitCode, dry.all).toBe(0);
    expect(dry.stdout).toContain('Nothing was written (--dry-run); 3 of 3 files would be.');
    const { exitCode, all } = await run('sync-env', ['--mode', 'local']);
    expect(exitCode, all).toBe(0);
    expect(parse(readFileSync(path.join(directory, 'apps/worker/.dev.vars')))).toMatchObject({
      UPSTASH_REDIS_REST_TOKEN: twin.environments.dev.redisToken,
      LOG_LEVEL: 'debug',
    });
    for (const secret of Object.values(project.keys)) expect(all).not.toContain(secret);
  });

  test('shows what it would write of the embedded twin, and writes nothing that leads nowhere', async () => {
    const apps = path.join(import.meta.dirname, '../../../apps');
    const before = existsSync(apps);
    const shipped = { DEPLOYMENT_CONFIG: path.join(import.meta.dirname, '../../../deployment.config.ts') };
    const [dry, real] = await Promise.all([
      run('sync-env', ['--mode', 'local', '--dry-run'], shipped),
      run('sync-env', ['--mode', 'local'], shipped),
    ]);
    expect(dry.exitCode, dry.all).toBe(0);
    expect(dry.stdout).toContain('3 of 3 files would be.');
    expect(dry.stderr).toContain('This is the embedded twin');
    expect(real.exitCode, real.all).toBe(78);
    expect(real.stderr).toContain('DEPLOYMENT_CONFIG=.twin/deployment.config.ts npm run sync-env -- --mode local');
    expect(real.stderr).toContain('Nothing was written.');
    expect(existsSync(apps)).toBe(before);
  });

  test('shows a plan, and writes it only when it is told to', async () => {
    const { production } = twin.providers.cloudflare.state.projects.get('twin-site')?.variables ?? {};
    production?.set('LOG_LEVEL', { type: 'plain_text', value: 'debug' });
    const plan = await run('sync-env', ['--mode', 'deploy-prod', '--only', 'NEXTJS']);
    expect(plan.exitCode, plan.all).toBe(0);
    expect(plan.stdout).toMatch(/~ change {2}LOG_LEVEL +NEXTJS \(pages\) +debug → info/);
    expect(plan.stdout).toContain('Nothing was written; --yes applies it.');
    expect(production?.get('LOG_LEVEL')?.value).toBe('debug');
    const dry = await run('sync-env', ['--mode', 'deploy-prod', '--only', 'NEXTJS', '--yes', '--dry-run']);
    expect([dry.exitCode, dry.stdout]).toEqual([
      0,
      expect.stringContaining('Nothing was written; --dry-run only shows it.'),
    ]);
    const refused = await run('sync-env', ['--mode', 'deploy-prod', '--only', 'NEXTJS', '--yes']);
    expect(refused.exitCode).toBe(78);
    expect(refused.stderr).toContain('add --confirm "twin"');
    const misnamed = await run('sync-env', [
      '--mode',
      'deploy-prod',
      '--only',
      'NEXTJS',
      '--yes',
      '--confirm',
      'twins',
    ]);
    expect(misnamed.exitCode).toBe(78);
    expect(production?.get('LOG_LEVEL')?.value).toBe('debug');
    const done = await run('sync-env', ['--mode', 'deploy-prod', '--only', 'NEXTJS', '--yes', '--confirm', 'twin']);
    expect(done.exitCode, done.all).toBe(0);
    expect(done.stdout).toContain('The one key is written: 1 read back as the table says');
    expect(production?.get('LOG_LEVEL')?.value).toBe('info');
  });

  test('writes nothing of what it cannot keep a backup of', async () => {
    const { production } = twin.providers.cloudflare.state.projects.get('twin-site')?.variables ?? {};
    production?.set('LOG_LEVEL', { type: 'plain_text', value: 'debug' });
    const folder = path.join(directory, '.airlock');
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(folder, 'a file in its place');
    const args = ['--mode', 'deploy-prod', '--only', 'NEXTJS', '--yes', '--confirm', 'twin'];
    const { exitCode, stderr, all } = await run('sync-env', args);
    rmSync(folder);
    expect(exitCode, all).toBe(78);
    expect(stderr).toMatch(/^The backup of the current values cannot be written: .*\.airlock/m);
    expect(stderr).toContain('Nothing was written.');
    expect(production?.get('LOG_LEVEL')?.value).toBe('debug');
    expect((await run('sync-env', args)).exitCode).toBe(0);
  });

  test('writes to development without a name', async () => {
    const { exitCode, stdout, all } = await run('sync-env', [
      '--mode',
      'deploy-dev',
      '--yes',
      '--json',
      '--only',
      'CONVEX',
    ]);
    expect(exitCode, all).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ environment: 'dev', applied: [] });
  });

  test.each([
    [[], '--mode is missing: `local`, or `deploy-` and an environment'],
    [['--mode', 'prod'], '--mode is local, or deploy- and an environment'],
    [['--mode', 'deploy-staging'], '`environment `staging``'],
    [['--mode', 'local', '--prune'], '--prune and --confirm belong to deploy modes'],
    [['--mode', 'deploy-dev', '--only', 'NONE'], 'no platform of dev has this target'],
  ])('%j ends with 78 and a sentence', async (args, says) => {
    const { exitCode, stderr, all } = await run('sync-env', args);
    expect(exitCode, all).toBe(78);
    if (!says.startsWith('`')) expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('plans nothing against a platform that it cannot read', async () => {
    const { exitCode, stderr } = await run('sync-env', ['--mode', 'deploy-prod', '--yes', '--confirm', 'twin'], {
      PROD_GITHUB_TOKEN: 'made-up-other',
    });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('GITHUB could not be read');
    expect(stderr).toContain('Nothing was written.');
  });
});
