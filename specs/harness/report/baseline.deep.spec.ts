import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { GateFolder } from './gate-folder.ts';
import { sampleCommit } from './sample-verdict.ts';

function runBaseline(folder: GateFolder, args: readonly string[]) {
  const command = path.join(import.meta.dirname, '../../../support/report/commands/baseline.ts');
  const env = { PATH: process.env.PATH, AIRLOCK_COMMIT: sampleCommit };
  return spawnSync(process.execPath, [command, ...args], { cwd: folder.root, env, encoding: 'utf8' });
}

test('a system that is broken already is adopted: its findings are waived one by one, and a new one fails', async () => {
  await using folder = new GateFolder({
    checks: ['sample/holds', 'sample/fails'],
    config: { baseline: 'baseline.json' },
  });
  expect((await folder.run()).exitCode).toBe(1);

  const { status, stdout, stderr } = runBaseline(folder, ['--env', 'prod', '--until', '2099-01-01']);
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^\d+ findings? of prod (?:is|are) waived until 2099-01-01, in baseline\.json\./);
  const waivers = JSON.parse(readFileSync(path.join(folder.root, 'baseline.json'), 'utf8')) as { check: string }[];
  expect(waivers.every(({ check }) => check === 'sample/fails')).toBe(true);

  const later = await folder.run();
  expect(later.exitCode, later.stdout).toBe(0);
  expect(folder.kinds()).toMatchObject({ 'sample/fails': 'waived', 'sample/holds': 'held' });

  const text = readFileSync(folder.specFile('sample/fails'), 'utf8');
  folder.write('sample/fails', text.replace(/what: '/, "what: 'something else: "));
  const other = await folder.run();
  expect(other.exitCode, other.stdout).toBe(1);
  expect(other.stdout).toMatch(/the waiver of sample\/fails \(finding [0-9a-f]{16}\) matches nothing that was found/);
});

test('a day that is past, or is none, is refused', async () => {
  await using folder = new GateFolder({ checks: ['sample/holds'] });
  expect(runBaseline(folder, ['--env', 'prod', '--until', '2020-01-01']).status).toBe(78);
  expect(runBaseline(folder, ['--env', 'prod', '--until', 'soon']).status).toBe(78);
});
