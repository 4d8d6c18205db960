import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { jsonIn } from '../../../../support/files/parse-json.ts';
import { GateFolder } from '../gate-folder.ts';
import { sampleCommit } from '../sample-verdict.ts';

const folder = new GateFolder({ checks: ['sample/holds'] });
const artifacts = path.join(folder.root, 'artifacts');
const machine = path.join(artifacts, 'machine');
afterAll(() => folder[Symbol.asyncDispose]());
/** The verdict of a run that opens the gate. */
let open = '';
beforeAll(async () => {
  expect((await folder.run()).exitCode).toBe(0);
  open = readFileSync(folder.verdictFile, 'utf8');
});
beforeEach(() => {
  writeFileSync(folder.verdictFile, open);
  rmSync(artifacts, { recursive: true, force: true });
  mkdirSync(machine, { recursive: true });
});

const merge = () => folder.command('merge-shards', ['--env', 'prod', 'artifacts']);
const gate = () => folder.gate(['--env', 'prod', '--max-age', '24h']);

function changed(change: (verdict: { parts: { specs: Record<string, unknown> } }) => void): string {
  const verdict = JSON.parse(open);
  change(verdict);
  return JSON.stringify(verdict);
}

describe('npm run merge-shards', () => {
  test('opens the gate with what the machine of an open run reported', () => {
    cpSync(folder.verdictFile, path.join(machine, 'verdict.json'));
    const { status, stdout } = merge();
    expect(status, stdout).toBe(0);
    expect(gate().status).toBe(0);
  });

  test.each<[string, () => void]>([
    ['nothing at all', () => undefined],
    ['a verdict that is torn', () => writeFileSync(path.join(machine, 'verdict.json'), open.slice(0, 200))],
    [
      'a verdict of a part of the checks',
      () =>
        writeFileSync(
          path.join(machine, 'verdict.json'),
          changed(({ parts }) => Object.assign(parts.specs, { partial: '-t x' })),
        ),
    ],
    [
      'a verdict of 30 hours ago',
      () => {
        const old = new Date(Date.now() - 30 * 3_600_000).toISOString();
        const text = changed(({ parts }) => Object.assign(parts.specs, { startedAt: old, finishedAt: old }));
        writeFileSync(path.join(machine, 'verdict.json'), text);
      },
    ],
  ])('leaves a closed gate where CI collected %s, over a verdict that was open', (_, collect) => {
    collect();
    const { status, stdout, stderr } = merge();
    expect(status, stdout + stderr).toBe(3);
    expect(stdout + stderr).toContain('Gate closed');
    expect(gate().status).toBe(3);
  });

  test('leaves a closed gate where the folder is missing', () => {
    rmSync(artifacts, { recursive: true });
    expect(merge()).toMatchObject({ status: 3, stderr: expect.stringContaining('There is no folder') });
    expect(gate().status).toBe(3);
  });

  test('leaves a closed gate where it is killed while it reads', async () => {
    // A file that takes a while to read, and has no room on the disk.
    const large = path.join(machine, 'shards/specs-1-of-2.json');
    mkdirSync(path.dirname(large), { recursive: true });
    writeFileSync(large, '');
    truncateSync(large, 450 * 1024 * 1024);

    let signal: NodeJS.Signals | null = null;
    for (let attempt = 0; attempt < 5 && signal === null; attempt += 1) {
      writeFileSync(folder.verdictFile, open);
      const command = path.join(import.meta.dirname, '../../../../support/report/commands/merge-shards.ts');
      const child = spawn(process.execPath, [command, '--env', 'prod', 'artifacts'], {
        cwd: folder.root,
        env: { PATH: process.env.PATH, AIRLOCK_COMMIT: sampleCommit },
        stdio: 'ignore',
      });
      const ended = new Promise<NodeJS.Signals | null>((resolve) =>
        child.once('close', (_, ending) => resolve(ending)),
      );
      while (child.exitCode === null && child.signalCode === null) {
        const written = jsonIn(readFileSync(folder.verdictFile, 'utf8')) as { state?: string } | undefined;
        if (written?.state === 'running') child.kill('SIGKILL');
        await delay(2);
      }
      signal = await ended;
      expect(gate().status).toBe(3);
    }
    expect(signal).toBe('SIGKILL');
    expect(folder.verdict()).toMatchObject({ state: 'running', exitCode: null });
  });
});
