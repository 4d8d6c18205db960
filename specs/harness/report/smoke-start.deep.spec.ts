import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadDeployment, projectReports } from '../../../support/profile/index.ts';
import { verdictSubject } from '../../../support/report/runners/verdict-subject.ts';
import { summarize } from '../../../support/report/verdict/summarize.ts';
import { readVerdict } from '../../../support/report/verdict/verdict-file.ts';
import { runCommand } from '../bad-input/run-command.ts';
import { goodConfig, type TemporaryGate, temporaryGate } from '../bad-input/temporary-gate.ts';
import { commandMs } from '../patience.ts';
import { outcome, sampleCommit } from './sample-verdict.ts';

const config = {
  ...goodConfig,
  platforms: {
    pages: { url: { key: 'SITE_URL' } },
    smoke: { pages: [{ path: '/', landmark: { role: 'main', name: 'Home' } }] },
  },
};
const table =
  '| TARGET | KEY | DEV_VALUE | PROD_VALUE |\n|---|---|---|---|\n| NEXTJS | SITE_URL | https://a.test | https://b.test |\n';

/** Leaves the verdict of a run in which every check held, smoke tests among them. */
async function leaveOpenVerdict({ configFile }: TemporaryGate): Promise<string> {
  const loaded = await loadDeployment(configFile);
  const subject = { ...verdictSubject(loaded, ['prod']), commit: sampleCommit };
  const at = new Date().toISOString();
  const part = (checks: readonly string[] = []) => ({
    state: 'complete' as const,
    commit: subject.commit,
    config: subject.config,
    ...(subject.addresses && { addresses: subject.addresses }),
    startedAt: at,
    finishedAt: at,
    breakages: [],
    outcomes: checks.map((check) => outcome({ check })),
  });
  const { specs, smoke } = subject.plan;
  const whole = summarize(subject, { specs: part(specs.checks), smoke: part(smoke?.checks) });
  const reports = projectReports(loaded, 'prod');
  await mkdir(reports, { recursive: true });
  await writeFile(path.join(reports, 'verdict.json'), JSON.stringify(whole));
  return path.join(reports, 'verdict.json');
}

function ask({ configFile }: TemporaryGate) {
  const command = { configFile, variables: { AIRLOCK_COMMIT: sampleCommit }, timeoutMs: commandMs };
  return runCommand('gate', ['--env', 'prod'], command);
}

describe('a smoke run that cannot start', () => {
  test.each<[string, readonly string[], Record<string, string>, number | null, RegExp]>([
    ['for want of a browser', [], { PLAYWRIGHT_CHROMIUM_EXECUTABLE: '/nope' }, 78, /\/nope/],
    ['for retries', ['--retries=2'], {}, 78, /--retries 2/],
    ['for another reporter alone', ['--reporter=dot'], {}, 78, /--reporter dot/],
    [
      'for a time in which no check ends',
      ['--timeout=1'],
      {},
      78,
      /timeout is 1 ms, and in a gate it is at least 30000 ms/,
    ],
    ['for words behind --', ['--', 'loads'], {}, 78, /-- loads/],
  ])('%s closes the gate that was open before, in words', async (_what, args, variables, exitCode, said) => {
    await using gate = await temporaryGate({ config, table });
    const file = await leaveOpenVerdict(gate);
    expect((await ask(gate)).exitCode).toBe(0);

    const all = { AIRLOCK_COMMIT: sampleCommit, ...variables };
    const command = { configFile: gate.configFile, variables: all, timeoutMs: commandMs };
    const run = await runCommand('playwright', ['test', '--project=prod', ...args], command);
    expect(run.exitCode, run.stdout + run.stderr).toBe(exitCode);
    expect(readVerdict(file)).toMatchObject({ headline: expect.stringMatching(said) });
    const closed = await ask(gate);
    expect(closed.exitCode).toBe(exitCode);
    expect(closed.stderr).toMatch(said);
  });

  test('for a config that cannot be read takes the former verdict away', async () => {
    await using gate = await temporaryGate({ config, table });
    const file = await leaveOpenVerdict(gate);
    await writeFile(gate.configFile, "throw new Error('no');");
    const command = { configFile: gate.configFile, variables: {}, timeoutMs: commandMs };
    expect((await runCommand('playwright', ['test', '--project=prod'], command)).exitCode).toBe(78);
    expect(existsSync(file)).toBe(false);
  });

  test('is not taken for a worker of another by a variable of its environment', async () => {
    await using gate = await temporaryGate({ config, table });
    const variables = { TEST_WORKER_INDEX: '0', PLAYWRIGHT_CHROMIUM_EXECUTABLE: '/nope' };
    const command = { configFile: gate.configFile, variables, timeoutMs: commandMs };
    const run = await runCommand('playwright', ['test', '--project=prod'], command);
    expect(run.exitCode, run.stdout + run.stderr).toBe(78);
  });
});
