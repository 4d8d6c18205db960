import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { kindOf, runIn, verdictIn } from '../../package/run-in.ts';
import { fromPackage, startSite, teamFiles, teamRepository } from '../../package/team-repository.ts';
import { action, repository } from './action-file.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

/** The checked-out repository of a team that has not installed Airlock: its config alone, and its own page. */
function checkedOut(site: string) {
  const files = teamFiles({ airlock: fromPackage, site });
  const own = Object.entries(files).filter(([file]) => !/^(specs|journeys)\/|^(vitest|playwright)\.config/.test(file));
  return teamRepository({ ...Object.fromEntries(own), 'output.txt': '', 'summary.md': '' });
}

/** Runs the action's own scripts as a runner does. */
async function runAction(directory: string, inputs: Record<string, string> = {}) {
  await runStep('where', directory, inputs);
  return runStep('verify', directory, inputs);
}

async function runStep(name: string, directory: string, inputs: Record<string, string>) {
  const step = action.runs.steps.find(({ id }) => id === name);
  if (step?.run === undefined) throw new Error(`the action has no step \`${name}\``);
  const given: Record<string, string> = {
    environment: 'prod',
    config: 'deployment.config.ts',
    commit,
    wait: '',
    ...inputs,
  };
  const env = Object.entries(step.env ?? {}).map(([name, value]) => [
    name,
    value.replace(/\$\{\{ inputs\.(\w+) \}\}/, (_, input: string) => given[input] ?? ''),
  ]);
  const ran = await runIn(directory, 'bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
    ...Object.fromEntries(env),
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION_PATH: repository,
    GITHUB_WORKSPACE: directory,
    GITHUB_OUTPUT: path.join(directory, 'output.txt'),
    GITHUB_STEP_SUMMARY: path.join(directory, 'summary.md'),
  });
  return {
    ...ran,
    output: readFileSync(path.join(directory, 'output.txt'), 'utf8'),
    summary: readFileSync(path.join(directory, 'summary.md'), 'utf8'),
  };
}

describe('the action, run as a script', () => {
  test('runs gate and smoke tests of a repository that has not installed Airlock, with summary and reports', async () => {
    await using site = await startSite();
    await using team = checkedOut(site.url);
    const { stdout, stderr, output, summary, exitCode } = await runAction(team.directory);
    const verdict = verdictIn(team.directory);
    expect(kindOf(verdict, 'specs', 'pages/reachable'), stdout + stderr).toBe('held');
    expect(kindOf(verdict, 'smoke', 'smoke/loads'), stdout + stderr).toBe('held');
    expect(verdict.commit).toBe(commit);
    expect(output).toContain(`exit-code=${exitCode}\n`);
    expect(output).toContain(`reports=${team.directory}/reports\n`);
    expect(summary).toContain('acme');
  });

  test('fails where the deployment does, with annotations', async () => {
    const gone = await startSite();
    await gone[Symbol.asyncDispose]();
    await using team = checkedOut(gone.url);
    const { exitCode, stdout, output } = await runAction(team.directory);
    expect([1, 3]).toContain(exitCode);
    expect(output).toContain(`exit-code=${exitCode}\n`);
    expect(stdout).toMatch(/^::(error|warning) /m);
  });

  test.each(['../verdicts of acme', '.verdicts'])(
    'names the folder that the config has in `reports`: %s',
    async (folder) => {
      await using team = checkedOut('http://127.0.0.1:9');
      const config = readFileSync(path.join(team.directory, 'deployment.config.ts'), 'utf8');
      const moved = config.replace('defineDeployment({', `defineDeployment({\n  reports: '${folder}',`);
      expect(moved).not.toBe(config);
      team.write('deployment.config.ts', moved);
      const { exitCode, output } = await runStep('where', team.directory, {});
      expect(exitCode).toBe(0);
      expect(output).toBe(`reports=${path.join(team.directory, folder)}\n`);
    },
  );

  test.each([
    [{ environment: 'production' }, 78],
    [{ config: 'nowhere.config.ts' }, 78],
  ])('%j ends with %i', async (inputs, code) => {
    await using team = checkedOut('http://127.0.0.1:9');
    const { exitCode, output, stderr } = await runAction(team.directory, inputs);
    expect(exitCode, stderr).toBe(code);
    expect(output).toContain(`exit-code=${code}\n`);
  });
});

describe('the job of the README', () => {
  const readme = readFileSync(path.join(repository, 'README.md'), 'utf8');
  const [block = ''] = /```yaml\n([\s\S]*?)```/.exec(readme)?.slice(1) ?? [];
  const lines = [...block.matchAll(/- run: (npx airlock .*)/g)].map(([, line = '']) => line);

  test('runs as it stands', async () => {
    await using site = await startSite();
    await using team = checkedOut(site.url);
    expect(lines).toHaveLength(1);
    // npx finds the installed package; here it is the clone.
    team.write('bin/npx', `#!/bin/sh\nshift\nexec node ${path.join(repository, 'bin/airlock.mjs')} "$@"\n`);
    const { stdout, stderr } = await runIn(
      team.directory,
      'bash',
      ['-eo', 'pipefail', '-c', `chmod +x bin/npx; PATH="$PWD/bin:$PATH"; ${lines[0]}`],
      { DEPLOYMENT_CONFIG: path.join(team.directory, 'deployment.config.ts') },
    );
    const verdict = verdictIn(team.directory);
    expect(kindOf(verdict, 'specs', 'pages/reachable'), stdout + stderr).toBe('held');
    expect(kindOf(verdict, 'smoke', 'smoke/loads'), stdout + stderr).toBe('held');
  });
});
