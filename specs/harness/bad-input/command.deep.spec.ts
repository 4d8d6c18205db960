import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'vitest';
import { expectClosedInPlainWords, problemsSaid } from './plain-words.ts';
import { runGate } from './run-gate.ts';
import { goodConfig, temporaryGate } from './temporary-gate.ts';
import { inTurn } from './two-at-a-time.ts';

describe.concurrent('a command that names no environment ends the run with 78', () => {
  test('a project that is not there is told with the near one', async ({ expect }) => {
    await using gate = await temporaryGate();
    const run = await inTurn(() => runGate({ configFile: gate.configFile, project: 'prdo' }));
    expectClosedInPlainWords(run, 78);
    expect(problemsSaid(run)).toBe(
      '--project prdo: there is no such project. Did you mean `prod`?\n' +
        '  → The projects are dev, prod, isolation, harness, first-faults, other-faults, faults, deep, containers.',
    );
  });

  test('an environment that has the name of a project of Airlock’s own is told', async ({ expect }) => {
    const config = { ...goodConfig, environments: { ...goodConfig.environments, isolation: { class: 'staging' } } };
    await using gate = await temporaryGate({ config });
    const run = await inTurn(() => runGate({ configFile: gate.configFile }));
    expectClosedInPlainWords(run, 78);
    expect(problemsSaid(run)).toBe(
      "environments: `isolation` is the name of one of Airlock's own projects.\n  → Give the environment another name.",
    );
  });

  test('a filter that no check fits runs nothing, and nothing is not good', async ({ expect }) => {
    await using gate = await temporaryGate();
    const run = await inTurn(() => runGate({ configFile: gate.configFile, args: ['-t', 'no such check'] }));
    expectClosedInPlainWords(run, 78);
    expect(run.stdout).toMatch(/no check ran/);
  });
});

describe.concurrent('a run that cannot start leaves no verdict of an earlier one to be taken for its own', () => {
  test.for([
    ['the table is missing', { ...goodConfig, table: { ...goodConfig.table, file: 'gone.table' } }, 'prod', 'reports'],
    ['the project is not there', goodConfig, 'prdo', 'reports'],
    ['the config has a mistake', { ...goodConfig, strcit: true }, 'prod', 'reports'],
    ['the config throws', "throw new Error('no');", 'prod', 'reports'],
  ] as const)('%s', async ([, config, project, reports], { expect }) => {
    await using gate = await temporaryGate({ config });
    const verdict = path.join(gate.directory, reports, 'shop/prod/verdict.json');
    await mkdir(path.dirname(verdict), { recursive: true });
    await writeFile(verdict, '{"exitCode":0}');
    const run = await inTurn(() => runGate({ configFile: gate.configFile, project }));
    expectClosedInPlainWords(run, 78);
    expect(existsSync(verdict)).toBe(false);
  });
});
