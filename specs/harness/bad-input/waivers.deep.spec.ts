import path from 'node:path';
import { describe, test } from 'vitest';
import { expectClosedInPlainWords, problemsSaid } from './plain-words.ts';
import { runGate } from './run-gate.ts';
import { goodConfig, goodTable, temporaryGate } from './temporary-gate.ts';
import { inTurn } from './two-at-a-time.ts';

const waiver = { check: 'config/known-targets', reason: 'the row is being moved', until: '2999-12-31' };

/** A table that fails config/known-targets and nothing else. */
const table = `${goodTable}| NEXTSJ | MODE      | a         | b          |\n`;

async function runWith(...waivers: object[]) {
  await using gate = await temporaryGate({ config: { ...goodConfig, waivers }, table });
  const run = await inTurn(() => runGate({ configFile: gate.configFile }));
  return { run, place: gate.configFile };
}

describe.concurrent('a waiver that is wrong ends the run with 78', () => {
  test.for([
    [{ until: '2026-02-30' }, 'waivers.0.until: a waiver ends on a day: YYYY-MM-DD'],
    [{ reason: ' ' }, 'waivers.0.reason: a waiver gives its reason in ten characters or more'],
    [
      { check: 'config/known-target' },
      'waivers.0.check: `config/known-target` is not a check. Did you mean `config/known-targets`?',
    ],
    [
      { environments: ['prdo'] },
      'waivers.0.environments: `prdo` is not an environment of this deployment. Did you mean `prod`?',
    ],
  ] as const)('%j', async ([change, sentence], { expect }) => {
    const { run, place } = await runWith({ ...waiver, ...change });
    expectClosedInPlainWords(run, 78);
    expect(path.resolve(problemsSaid(run))).toBe(`${place} › ${sentence}`);
  });
});

describe.concurrent('a waiver that is right counts until its last day', () => {
  test('without one the check fails', async ({ expect }) => {
    const { run } = await runWith();
    expectClosedInPlainWords(run, 1);
    expect(run.stdout).toContain('✗ config/known-targets');
  });

  test('in force it is shown with its reason, and the gate is open', async ({ expect }) => {
    const { run } = await runWith(waiver);
    expect(run).toMatchObject({ exitCode: 0, stderr: '', verdict: { exitCode: 0, counts: { waived: 1, failed: 0 } } });
    expect(run.stdout).toMatch(/waived until 2999-12-31 \(\d+ days left\): the row is being moved/);
  });

  test('ended it no longer covers anything, and that is said', async ({ expect }) => {
    const { run } = await runWith({ ...waiver, until: '2020-01-01' });
    expectClosedInPlainWords(run, 1);
    expect(run.stdout).toContain('a waiver for this ended on 2020-01-01');
  });

  test('for another environment it covers nothing here', async () => {
    const { run } = await runWith({ ...waiver, environments: ['dev'] });
    expectClosedInPlainWords(run, 1);
  });
});
