import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { startTrafficServer } from '../../check/traffic-server.ts';
import { GateFolder } from '../gate-folder.ts';
import { outcome, verdict } from '../sample-verdict.ts';

/** Ends a run by a signal when its first request is under way, over the verdict of a run before it that was open. */
async function endBy(signal: NodeJS.Signals) {
  const arrived = Promise.withResolvers<void>();
  await using server = await startTrafficServer(Number.POSITIVE_INFINITY, arrived.resolve);
  await using folder = new GateFolder({
    checks: ['sample/holds', 'traffic/reads'],
    config: { limits: { checkMs: 30_000, runMs: 30_000 } },
  });
  const run = folder.start(['--project', 'prod'], { SAMPLE_URL: server.url });
  await arrived.promise;
  run.child.kill(signal);
  const { exitCode, stdout } = await run.ended;
  const gate = folder.gate(['--env', 'prod'], { SAMPLE_URL: server.url });
  const left = readdirSync(tmpdir()).filter((name) => name.includes(`-${run.child.pid}-`));
  return { exitCode, stdout, verdict: folder.verdict(), gate, files: readdirSync(folder.reports), left };
}

describe('a run in the middle', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('says so and stays closed where %s ends it', async (signal) => {
    const { exitCode, stdout, verdict, gate, files, left } = await endBy(signal);
    expect(files.sort()).toEqual(['junit.xml', 'report.html', 'report.md', 'verdict.json']);
    expect(left).toEqual([]);
    expect(exitCode, stdout).toBe(3);
    expect(verdict).toMatchObject({ state: 'interrupted', exitCode: 3 });
    expect(verdict.headline).toContain('it was interrupted before every check had an outcome');
    expect(stdout).toContain('Gate closed');
    expect(gate.status).toBe(3);
    expect(gate.stderr).toMatch(/^Gate closed: the run of .* was interrupted\./);
  });

  test('leaves a verdict that opens no gate where SIGKILL ends it', async () => {
    const { exitCode, verdict, gate } = await endBy('SIGKILL');
    expect(exitCode).toBeUndefined();
    expect(verdict).toMatchObject({ state: 'running', exitCode: null, finishedAt: null });
    expect(gate.status).toBe(3);
    expect(gate.stderr).toMatch(/^Gate closed: the run of .* did not finish\./);
  });

  test('voids the verdict of the run before it from its beginning', async () => {
    const arrived = Promise.withResolvers<void>();
    await using server = await startTrafficServer(Number.POSITIVE_INFINITY, arrived.resolve);
    await using folder = new GateFolder({ checks: ['traffic/reads'] });
    expect((await folder.run(['--project', 'prod', 'specs/nowhere'])).exitCode).toBe(78);
    const now = new Date().toISOString();
    writeFileSync(folder.verdictFile, JSON.stringify(verdict([outcome()], { startedAt: now, finishedAt: now })));
    expect(folder.verdict().exitCode).toBe(0);
    const run = folder.start(['--project', 'prod'], { SAMPLE_URL: server.url });
    await arrived.promise;
    expect(folder.verdict()).toMatchObject({ state: 'running', exitCode: null });
    run.child.kill('SIGKILL');
    await run.ended;
  });

  test('is ended by itself where a check blocks its thread', async () => {
    await using folder = new GateFolder({
      checks: ['sample/blocks'],
      config: { limits: { checkMs: 100, runMs: 100 } },
    });
    const { exitCode, stdout } = await folder.run();
    expect(exitCode, stdout).toBe(3);
    expect(stdout).toContain('it did not finish within 10300 ms and was stopped: a check may block its thread');
    expect(stdout).toContain('no outcome from: specs/sample/blocks.spec.ts');
    expect(folder.verdict()).toMatchObject({ state: 'interrupted', exitCode: 3 });
  });
});
