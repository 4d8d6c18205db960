import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkIdsOnDisk } from '../../../support/report/runners/spec-files.ts';
import { kindOf, runIn, runRunner, verdictIn } from './run-in.ts';
import { fromClone, startSite, teamFiles, teamRepository } from './team-repository.ts';

const clone = path.join(import.meta.dirname, '../../..');

describe('a repository of its own, with configs of one line', () => {
  test('has Airlock check its deployment, beside the checks and journeys of the team', async () => {
    await using site = await startSite();
    await using team = teamRepository(teamFiles({ airlock: fromClone, site: site.url, type: 'module' }));
    const gate = await runRunner(team.directory, 'vitest', ['run', '--project', 'prod']);
    const afterGate = verdictIn(team.directory);
    expect(kindOf(afterGate, 'specs', 'shop/orders-listed'), gate.stdout).toBe('held');
    expect(kindOf(afterGate, 'specs', 'pages/reachable')).toBe('held');
    expect(afterGate.deployment).toBe('acme');

    const smoke = await runRunner(team.directory, 'playwright', ['test', '--project', 'prod']);
    const whole = verdictIn(team.directory);
    expect(kindOf(whole, 'smoke', 'smoke/opens-orders'), smoke.stdout + smoke.stderr).toBe('held');
    expect(kindOf(whole, 'smoke', 'smoke/loads')).toBe('held');

    const ids = [...checkIdsOnDisk({ own: clone, team: team.directory }), 'smoke/opens-orders'];
    const planned = [...whole.plan.specs.checks, ...(whole.plan.smoke?.checks ?? [])];
    expect(planned.sort()).toEqual(ids.sort());
    const outcomes = [...(whole.parts.specs?.outcomes ?? []), ...(whole.parts.smoke?.outcomes ?? [])];
    expect(outcomes.map(({ check }) => check).sort()).toEqual(ids.sort());
  });

  test('is run from any working directory', async () => {
    await using site = await startSite();
    await using team = teamRepository(teamFiles({ airlock: fromClone, site: site.url, type: 'module' }));
    const below = path.join(team.directory, 'apps/web');
    mkdirSync(below, { recursive: true });
    await using elsewhere = teamRepository({});
    for (const [folder, args] of [
      [below, ['--config', '../../vitest.config.ts']],
      [elsewhere.directory, ['--root', team.directory]],
    ] as const) {
      const ran = await runRunner(folder, 'vitest', ['run', ...args, '--project', 'prod', '-t', 'shop/']);
      expect(kindOf(verdictIn(team.directory), 'specs', 'shop/orders-listed'), ran.stdout + ran.stderr).toBe('held');
    }
    const smoke = await runRunner(below, 'playwright', [
      'test',
      '--config',
      '../../playwright.config.ts',
      '--project=prod',
      'opens-orders',
    ]);
    expect(kindOf(verdictIn(team.directory), 'smoke', 'smoke/opens-orders'), smoke.stdout + smoke.stderr).toBe('held');
  });

  test("is judged by its table, whatever a developer's .env files give to Vite", async () => {
    await using site = await startSite();
    const files = teamFiles({ airlock: fromClone, site: site.url, type: 'module' });
    const named = Object.entries(files).map(([file, text]) => [
      file,
      text.replaceAll('NEXT_PUBLIC_APP_URL', 'VITE_APP_URL'),
    ]);
    await using team = teamRepository({
      ...Object.fromEntries(named),
      '.env': 'VITE_APP_URL=http://127.0.0.1:9\n',
      '.env.local': 'VITE_APP_URL=http://127.0.0.1:9\n',
    });
    const gate = await runRunner(team.directory, 'vitest', ['run', '--project', 'prod']);
    const verdict = verdictIn(team.directory);
    expect(kindOf(verdict, 'specs', 'shop/orders-listed'), gate.stdout + gate.stderr).toBe('held');
    expect(kindOf(verdict, 'specs', 'pages/reachable')).toBe('held');
  });

  test('is told the report alone with --quiet, and every check with --verbose', async () => {
    await using site = await startSite();
    await using team = teamRepository(teamFiles({ airlock: fromClone, site: site.url, type: 'module' }));
    const airlock = (...args: string[]) =>
      runIn(team.directory, process.execPath, [path.join(clone, 'bin/airlock.mjs'), ...args], {
        CI: 'true',
        DEPLOYMENT_CONFIG: path.join(team.directory, 'deployment.config.ts'),
      });
    const held = /^ +✓ shop\/orders-listed/m;
    const [quiet, verbose, smoke] = [
      await airlock('run', 'prod', '--quiet', '-t', 'shop/'),
      await airlock('run', 'prod', '-t', 'shop/', '--verbose'),
      await airlock('smoke', 'prod', '--quiet', 'opens-orders'),
    ];
    expect(quiet.stdout).not.toMatch(held);
    expect(verbose.stdout).toMatch(held);
    expect(quiet.stderr + verbose.stderr + smoke.stderr).toBe('');
    for (const { stdout } of [quiet, smoke]) expect(stdout.trimStart()).toMatch(/^Airlock · acme · prod/);
    expect((await airlock('smoke', 'prod', 'opens-orders')).stdout.trimStart()).toMatch(/^Chromium: /);
  });

  test('is told by the exit code that a check failed', async () => {
    await using team = teamRepository(teamFiles({ airlock: fromClone, site: 'http://127.0.0.1:9', type: 'module' }));
    const ran = await runIn(
      team.directory,
      process.execPath,
      [path.join(clone, 'bin/airlock.mjs'), 'run', 'prod', '-t', 'shop/'],
      { DEPLOYMENT_CONFIG: path.join(team.directory, 'deployment.config.ts') },
    );
    expect(kindOf(verdictIn(team.directory), 'specs', 'shop/orders-listed'), ran.stdout + ran.stderr).toBe('failed');
    expect(ran.exitCode).toBe(1);
  });

  test("is refused where a team's check has the name of one of Airlock's", async () => {
    const files = teamFiles({ airlock: fromClone, site: 'http://127.0.0.1:9', type: 'module' });
    await using team = teamRepository({
      ...files,
      'specs/pages/reachable.spec.ts': '',
      'specs/shop/orders-listed.spec.mts': '',
    });
    for (const [runner, args] of [
      ['vitest', ['run']],
      ['playwright', ['test']],
    ] as const) {
      const { exitCode, stderr } = await runRunner(team.directory, runner, [...args, '--project', 'prod']);
      expect(exitCode, stderr).toBe(78);
      expect(stderr).toContain(
        "specs/pages/reachable.spec.ts: `pages/reachable` is one of Airlock's own checks.\n  → Give the file another name, and its check that id.",
      );
      expect(stderr).toContain(
        'specs/shop/orders-listed.spec.ts: `shop/orders-listed` is the check of specs/shop/orders-listed.spec.mts too.',
      );
    }
  });
});
