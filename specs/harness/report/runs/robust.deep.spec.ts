import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { startTrafficServer } from '../../check/traffic-server.ts';
import { eventually } from '../../patience.ts';
import { GateFolder } from '../gate-folder.ts';

/** What a process of this number has left in the temporary folder. */
const leftBy = (pid: number | undefined) => readdirSync(tmpdir()).filter((name) => name.includes(`-${pid}-`));

describe('nobody reads its output', () => {
  test.each<[string, string, number]>([
    ['a run that holds', 'sample/holds', 0],
    ['a run that fails', 'sample/fails', 1],
  ])('%s writes its verdict and ends with its own code', async (_what, check, code) => {
    await using folder = new GateFolder({ checks: [check] });
    const run = folder.start();
    run.child.stdout?.destroy();
    const { exitCode, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(code);
    expect(stderr).not.toContain('EPIPE');
    expect(folder.verdict()).toMatchObject({ state: 'complete', exitCode: code });
  });
});

describe('reports that cannot be written', () => {
  test.each(['/dev/null', '/dev/null/reports'])('below %s: 78, before anything runs', async (reports) => {
    await using folder = new GateFolder({ checks: ['sample/holds'], config: { reports } });
    const { exitCode, stderr } = await folder.run();
    expect(exitCode, stderr).toBe(78);
    expect(stderr).toContain('the verdict cannot be written there');
    expect(stderr).toContain('name a folder that can be written');
  });

  test('after the run has begun: closed, for every later reader too', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds'] });
    expect((await folder.run()).exitCode).toBe(0);
    const taken = path.join(folder.root, 'reports/sample/prod/junit.xml');
    spawnSync('rm', ['-f', taken]);
    mkdirSync(path.join(taken, 'taken'), { recursive: true });
    const { exitCode, stdout } = await folder.run();
    expect(exitCode, stdout).toBe(3);
    expect(stdout).toContain('Gate closed: the reports cannot be written.');
    expect(folder.gate(['--env', 'prod'])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('did not finish'),
    });
  });
});

/** Moves the clock of the main thread once a spec has run. */
const clock = `
  const { existsSync } = process.getBuiltinModule('fs');
  const Real = Date;
  const now = Real.now;
  const moved = () => now() + (existsSync('moved') ? Number(process.env.JUMP_MS) : 0);
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length === 0) super(moved()); else super(...given); }
    static now() { return moved(); }
  };
`;

describe('a clock that is changed during a run', () => {
  test.each<[string, number, number, RegExp]>([
    ['back', -3_600_000, 3, /before it began \(.*\): a clock was changed/],
    ['forward', 3_600_000, 0, /in the future: a clock is wrong/],
  ])('%s opens no gate', async (_what, jumpMs, code, said) => {
    await using folder = new GateFolder({ checks: ['sample/holds'] });
    writeFileSync(path.join(folder.root, 'clock.mjs'), clock);
    const holds = readFileSync(folder.specFile('sample/holds'), 'utf8');
    folder.write('sample/holds', `${holds}\nprocess.getBuiltinModule('fs').writeFileSync('moved', '');\n`);
    const variables = { JUMP_MS: String(jumpMs), NODE_OPTIONS: '--import ./clock.mjs' };
    const { exitCode, stdout, stderr } = await folder.run(undefined, variables);
    expect(exitCode, stdout + stderr).toBe(code);
    const gate = folder.gate(['--env', 'prod', '--max-age', '30m']);
    expect(gate.status).toBe(3);
    expect(gate.stderr).toMatch(said);
  });
});

test('a gate and an audit of one production at once: the verdict of each names the other', async () => {
  const arrived = Promise.withResolvers<void>();
  await using server = await startTrafficServer(Number.POSITIVE_INFINITY, arrived.resolve);
  await using folder = new GateFolder({
    checks: ['traffic/reads'],
    config: { limits: { checkMs: 30_000, runMs: 30_000 } },
  });
  folder.write('isolation/apart', readFileSync('fixtures/checks/specs/sample/holds.spec.ts', 'utf8'));
  const gate = folder.start(['--project', 'prod'], { SAMPLE_URL: server.url });
  await arrived.promise;
  const audit = await folder.start(['--project', 'isolation']).ended;
  gate.child.kill('SIGTERM');
  await gate.ended;
  await eventually(() => expect(folder.verdict().state).toBe('interrupted'));
  expect(folder.verdict('isolation').parts.specs?.beside, audit.stdout).toEqual([
    expect.stringMatching(/^prod \(process \d+, since /),
  ]);
  expect(folder.verdict().parts.specs?.beside).toEqual([expect.stringMatching(/^isolation \(process \d+, since /)]);
  expect(leftBy(gate.child.pid)).toEqual([]);
});
