import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { joinCollected } from '../../../../support/report/verdict/join-collected.ts';
import { judgeGate } from '../../../../support/report/verdict/judge-gate.ts';
import { judgedAsGate } from '../../../../support/report/verdict/judge-own.ts';
import { joinShards } from '../../../../support/report/verdict/shards.ts';
import type { VerdictSubject } from '../../../../support/report/verdict/summarize.ts';
import type { RunPart } from '../../../../support/report/verdict/verdict.ts';
import { writeVerdictPart } from '../../../../support/report/verdict/verdict-file.ts';
import { heldPart, shardSubject as subject } from './shard-parts.ts';

/** The reports of several machines, as CI collects them, each in a folder of its own. */
function collect(machines: Record<string, (reports: string) => unknown>) {
  const directory = mkdtempDisposableSync(path.join(tmpdir(), 'machines-'));
  const artifacts = path.join(directory.path, 'artifacts');
  for (const [name, run] of Object.entries(machines)) {
    const reports = path.join(artifacts, name, 'reports');
    mkdirSync(reports, { recursive: true });
    run(reports);
  }
  const join = () => joinCollected({ directories: [artifacts], subject });
  return { artifacts, join, [Symbol.dispose]: () => directory.remove() };
}

const shard =
  (current: number, total: number, check: string, about: VerdictSubject = subject) =>
  (reports: string) => {
    const part = joinShards(reports, about, 'smoke', { current, total }, heldPart(9, check));
    writeVerdictPart(reports, about, 'smoke', part);
  };
const specs = (reports: string) => writeVerdictPart(reports, subject, 'specs', heldPart(8, 'convex/reachable'));
const both = { first: shard(1, 2, 'smoke/loads'), second: shard(2, 2, 'smoke/sign-in') };
const gate = { ...subject, commit: subject.commit ?? '', without: [], now: new Date(Date.UTC(2026, 0, 5, 10)) };

test('the shards of several machines and the specs of another one are one verdict, which opens the gate', () => {
  using machines = collect({ ...both, specs });
  const verdict = machines.join();
  expect(verdict).toMatchObject({ exitCode: 0, state: 'complete', counts: { held: 3 } });
  expect(judgeGate(verdict, gate)).toMatchObject({ open: true });
});

test('shards without the specs open no gate', () => {
  using machines = collect(both);
  const verdict = machines.join();
  expect(verdict).toMatchObject({ exitCode: 3, headline: expect.stringContaining('the specs: there is no run') });
  expect(judgeGate(verdict, gate).open).toBe(false);
});

test('what a shard found is what the whole found', () => {
  using machines = collect({
    ...both,
    specs,
    second: (reports) =>
      joinShards(reports, subject, 'smoke', { current: 2, total: 2 }, heldPart(9, 'smoke/loads', 'failed')),
  });
  expect(machines.join()).toMatchObject({ exitCode: 1, counts: { failed: 1 } });
});

test.for<[string, Parameters<typeof collect>[0], string]>([
  ['is missing', { first: both.first }, 'shard 2 of 2 is missing'],
  ['is nowhere', { specs }, 'there is no run and there are no shards'],
  [
    'is of another commit',
    { ...both, second: shard(2, 2, 'smoke/loads', { ...subject, commit: 'aaaaaaa' }) },
    'is not a complete shard of prod at 0f3e2d1 with this config',
  ],
  [
    'is of another count',
    { ...both, third: shard(3, 3, 'smoke/loads') },
    'there are shards of different totals: of 2, of 3',
  ],
  [
    'looked at other addresses',
    { ...both, second: shard(2, 2, 'smoke/sign-in', { ...subject, addresses: { prod: ['another'] } }) },
    'the 2 shards looked at different addresses: the variables of the machines differ',
  ],
  ['was run twice', { ...both, again: shard(2, 2, 'smoke/loads') }, 'shard 2 of 2 is there in different versions'],
])('a shard that %s closes the gate, and is named', ([, machines, says]) => {
  using collected = collect({ specs, ...machines });
  const verdict = collected.join();
  expect(verdict.exitCode).toBe(3);
  expect(JSON.stringify(verdict.parts)).toContain(says);
  expect(judgeGate(verdict, gate).open).toBe(false);
});

const specShard = (current: number, check: string) => (reports: string) => {
  const about = {
    ...subject,
    plan: { ...subject.plan, specs: { checks: ['a/one', 'b/two'], environments: ['prod'] } },
  };
  writeVerdictPart(
    reports,
    about,
    'specs',
    joinShards(reports, about, 'specs', { current, total: 2 }, heldPart(9, check)),
  );
};

test('shards of the specs are joined too, with a whole smoke run', () => {
  const smoke = (reports: string) =>
    writeVerdictPart(reports, subject, 'smoke', {
      ...heldPart(9, 'smoke/loads'),
      outcomes: [...heldPart(9, 'smoke/loads').outcomes, ...heldPart(9, 'smoke/sign-in').outcomes],
    });
  using machines = collect({ one: specShard(1, 'a/one'), two: specShard(2, 'b/two'), smoke });
  const verdict = machines.join();
  expect(verdict).toMatchObject({ exitCode: 0, counts: { held: 4 } });
  expect(verdict.parts.specs?.outcomes.map(({ check }) => check)).toEqual(['a/one', 'b/two']);
});

test('shards of another project that CI put in the same place are left alone', () => {
  const staging = shard(3, 3, 'smoke/loads', { ...subject, project: 'staging' });
  using machines = collect({ ...both, specs, staging });
  expect(machines.join().exitCode).toBe(0);
});

test('a shard that is torn closes the gate', () => {
  using machines = collect({ ...both, specs });
  writeFileSync(path.join(machines.artifacts, 'second/reports/shards/smoke-2-of-2.json'), '{"part":');
  expect(machines.join().exitCode).toBe(3);
});

test('a shard whose name says a total beyond all reason closes the gate at once', () => {
  using machines = collect({ specs });
  const shards = path.join(machines.artifacts, 'one/shards');
  mkdirSync(shards, { recursive: true });
  writeFileSync(path.join(shards, 'smoke-1-of-999999999.json'), '{}');
  const verdict = machines.join();
  expect(verdict.exitCode).toBe(3);
  expect(JSON.stringify(verdict.parts)).toContain('shards 2, 3, 4, 5, 6, … of 999999999 are missing');
});

test('a shard with a number past its total closes the gate', () => {
  using machines = collect({ ...both, specs, strange: shard(3, 2, 'smoke/loads') });
  expect(machines.join().exitCode).toBe(3);
});

describe('what the gate rejects closes the merge too', () => {
  const now = new Date(Date.UTC(2026, 0, 5, 10));
  const merged = (part: Partial<RunPart>, maxAgeMs?: number, at = now) => {
    const whole = (reports: string) =>
      writeVerdictPart(reports, subject, 'specs', { ...heldPart(8, 'convex/reachable'), ...part });
    using machines = collect({ ...both, specs: whole });
    return judgedAsGate(machines.join(), subject, { now: at, ...(maxAgeMs !== undefined && { maxAgeMs }) });
  };
  const [outcome] = heldPart(8, 'convex/reachable').outcomes;
  if (outcome === undefined) throw new Error('the part has an outcome');

  test('and a merge that it accepts is left as it is', () => {
    expect(merged({})).toMatchObject({ exitCode: 0, headline: expect.stringContaining('Gate open') });
    expect(merged({}, 24 * 3_600_000).exitCode).toBe(0);
  });

  test.each<[string, Partial<RunPart>, string]>([
    ['of another environment', { outcomes: [outcome, { ...outcome, environment: 'dev' }] }, 'convex/reachable in dev'],
    ['of an interrupted run', { state: 'interrupted' }, 'was interrupted'],
    ['of a part of the checks', { partial: '-t reachable' }, '-t reachable'],
    ['of a check that looked at nothing', { outcomes: [{ ...outcome, evidence: {} }] }, 'without having looked'],
    ['of a run that ended before it began', { finishedAt: '2026-01-05T07:00:00.000Z' }, 'a clock was changed'],
  ])('with outcomes %s', (_, part, says) => {
    const verdict = merged(part);
    expect(verdict).toMatchObject({ exitCode: 3, headline: expect.stringContaining('Gate closed') });
    expect(verdict.headline).toContain(says);
    expect(judgeGate(verdict, { ...gate, now }).open).toBe(false);
  });

  test('with a shard of 30 hours ago', () => {
    const verdict = merged({}, 24 * 3_600_000, new Date(Date.UTC(2026, 0, 6, 14)));
    expect(verdict).toMatchObject({ exitCode: 3, headline: expect.stringContaining('at most 24 h is allowed') });
  });
});

test('the same shard twice, as two artifacts that hold one file, is one', () => {
  using machines = collect({ ...both, specs });
  cpSync(path.join(machines.artifacts, 'first'), path.join(machines.artifacts, 'copy'), { recursive: true });
  expect(machines.join().exitCode).toBe(0);
});

test('specs that were run twice close the gate', () => {
  const later = (reports: string) => writeVerdictPart(reports, subject, 'specs', heldPart(7, 'convex/reachable'));
  using machines = collect({ ...both, specs, later });
  expect(machines.join().exitCode).toBe(3);
});

test.for([
  [['--env', 'prod'], 'FOLDER is missing', 78],
  [['artifacts'], '--env is missing', 78],
  [['--env', 'prd', 'artifacts'], 'Did you mean `prod`?', 78],
  [['--env', 'prod', '/nowhere/at/all'], 'There is no folder /nowhere/at/all: name the one', 3],
] as const)('the command %j says what is wrong', ([args, says, exitCode]) => {
  const repository = path.join(import.meta.dirname, '../../../..');
  const command = path.join(repository, 'support/report/commands/merge-shards.ts');
  const { status, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: repository, encoding: 'utf8' });
  expect(stderr).toContain(says);
  expect(status).toBe(exitCode);
});
