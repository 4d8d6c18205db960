import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readVerdict } from '../../../../support/report/verdict/verdict-file.ts';
import { patienceMs } from '../../patience.ts';
import { GateFolder } from '../gate-folder.ts';

/**
 * Counts what the process does to the files of its folder, and kills it before the step that KILL_AT names, or in the middle of it: a moment
 * is a step and no time, so that it is the same on every machine.
 */
const killer = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  import { isMainThread } from 'node:worker_threads';

  const { appendFileSync, writeFileSync, writeSync } = fs;
  const at = Number(process.env.KILL_AT ?? 0);
  const isWithin = process.env.KILL_WITHIN === '1';
  const files = new Set();
  let steps = 0;
  const isOwn = (target) => typeof target === 'number' ? files.has(target) : String(target).includes('/reports');
  const kill = () => process.kill(process.pid, 'SIGKILL');
  const halves = {
    writeSync: (file, data, offset = 0) => {
      const bytes = Buffer.from(data).subarray(Number(offset) || 0);
      writeSync(file, bytes, 0, Math.floor(bytes.length / 2));
    },
    writeFileSync: (file, data) => writeFileSync(file, String(data).slice(0, String(data).length / 2)),
  };

  for (const name of ['closeSync', 'fchmodSync', 'fsyncSync', 'ftruncateSync', 'linkSync', 'mkdirSync', 'openSync', 'renameSync', 'rmSync', 'unlinkSync', 'writeFileSync', 'writeSync']) {
    const own = fs[name];
    fs[name] = (...given) => {
      if (!isMainThread || !isOwn(given[0])) return own(...given);
      steps += 1;
      if (process.env.STEPS) appendFileSync(process.env.STEPS, name + '\\n');
      if (steps === at) {
        if (isWithin) halves[name]?.(...given);
        kill();
      }
      const result = own(...given);
      if (name === 'openSync') files.add(result);
      if (name === 'closeSync') files.delete(given[0]);
      return result;
    };
  }
  syncBuiltinESMExports();
`;

interface Moment {
  step: number;
  isWithin: boolean;
}

/** Every moment before a step, and in the middle of one that writes. */
function momentsOf(steps: readonly string[]): Moment[] {
  return steps.flatMap((name, index) => {
    const before = { step: index + 1, isWithin: false };
    return name.startsWith('write') ? [before, { ...before, isWithin: true }] : [before];
  });
}

/** Every report of a folder is absent or whole. */
function expectWhole(folder: GateFolder, moment: string): void {
  const verdict = existsSync(folder.verdictFile) ? readVerdict(folder.verdictFile) : {};
  expect(verdict, moment).not.toHaveProperty('unreadable');
  for (const [name, end] of [
    ['junit.xml', /<\/testsuites>\n$/],
    ['report.md', /\n$/],
    ['report.html', /<\/html>\n?$/],
    ['history.json', /\}\n$/],
  ] as const) {
    const file = path.join(folder.reports, name);
    if (existsSync(file)) expect(readFileSync(file, 'utf8'), `${name} ${moment}`).toMatch(end);
  }
}

/** What a process of this number has left in the temporary folder. */
const leftBy = (pid: number | undefined) => readdirSync(tmpdir()).filter((name) => name.includes(`-${pid}-`));

/** How many moments a run of the spec tries: all of them, where there are fewer. */
const most = 50;

// Fifty whole runs, on a machine that may be busy.
const longMs = 30 * patienceMs;

test('killed at any moment, a run leaves whole reports or none, and opens the gate only once it has ended', {
  timeout: longMs,
}, async () => {
  await using folder = new GateFolder({ checks: ['sample/holds', 'sample/also-holds'] });
  writeFileSync(path.join(folder.root, 'killer.mjs'), killer);
  const variables = { NODE_OPTIONS: '--import ./killer.mjs' };
  const stepsFile = path.join(folder.root, 'steps.txt');
  // The second run has the files of the first one before it. One that was killed leaves others, so that the steps of the next one may differ.
  await folder.run();
  const counted = await folder.run(undefined, { ...variables, STEPS: stepsFile });
  expect(counted.exitCode, counted.stderr).toBe(0);
  const all = momentsOf(readFileSync(stepsFile, 'utf8').trim().split('\n'));
  rmSync(stepsFile);
  const chosen = all.filter(
    (_, index) => Math.floor((index * most) / all.length) !== Math.floor(((index - 1) * most) / all.length),
  );

  const seen = { closed: 0, open: 0 };
  for (const { step, isWithin } of chosen) {
    const moment = `${isWithin ? 'in the middle of' : 'before'} step ${step} of ${all.length}`;
    const run = await folder.run(undefined, { ...variables, KILL_AT: String(step), KILL_WITHIN: isWithin ? '1' : '0' });
    expect(run.exitCode, moment).toBeUndefined();
    expectWhole(folder, moment);
    const verdict = readVerdict(folder.verdictFile);
    const isComplete = !('unreadable' in verdict) && verdict.state === 'complete';
    seen[isComplete ? 'open' : 'closed'] += 1;
    if (isComplete || seen.closed % 10 === 1)
      expect(folder.gate(['--env', 'prod']).status, moment).toBe(isComplete ? 0 : 3);
  }
  expect(seen.closed).toBeGreaterThan(chosen.length / 2);

  const last = folder.start();
  expect((await last.ended).exitCode).toBe(0);
  expect(readdirSync(folder.reports).sort()).toEqual([
    'history.json',
    'junit.xml',
    'report.html',
    'report.md',
    'verdict.json',
  ]);
  expect(leftBy(last.child.pid)).toEqual([]);
});
