import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startProviders } from '../../../fixtures/twin/providers/start-providers.ts';
import type { DeploymentInput } from '../../../support/profile/schema.ts';
import { until } from '../patience.ts';
import { startTool } from './start-tool.ts';

const keys = ['FIRST', 'SECOND', 'THIRD', 'FOURTH'] as const;

/** Writes what a command needs: a config and a table with a row a key and TARGET. */
function project(config: Omit<DeploymentInput, 'name' | 'table' | 'environments'>, rows: readonly string[]) {
  const directory = mkdtempSync(path.join(tmpdir(), 'airlock-interrupted-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const deployment: DeploymentInput = {
    name: 'shop',
    table: { file: 'app.table', targets: Object.keys(config.sync?.targets ?? {}) },
    environments: { dev: { class: 'development' }, prod: { class: 'production' } },
    ...config,
  };
  writeFileSync(path.join(directory, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(
    path.join(directory, 'app.table'),
    `| TARGET | KEY | DEV_VALUE | PROD_VALUE |\n|---|---|---|---|\n${rows.join('\n')}\n`,
  );
  const configFile = path.join(directory, 'deployment.config.ts');
  writeFileSync(configFile, `export default ${JSON.stringify(deployment)};\n`);
  return { directory, configFile };
}

/** One target: the environment `production` of a repository. */
function gitHubOnly(api: string): Pick<DeploymentInput, 'platforms' | 'sync'> {
  return {
    platforms: {
      github: { repository: { value: 'acme/incidents' }, token: { key: 'GITHUB_TOKEN' }, api: { value: api } },
    },
    sync: { targets: { GITHUB: { platform: 'github', environment: { value: 'production' } } } },
  };
}

describe('Ctrl-C in the middle of a deploy', () => {
  test('finishes the write under way, says where every key stands and how to go on, and ends with 130', async () => {
    await using providers = await startProviders();
    const { github } = providers;
    const store = github.state.addEnvironment('production');
    const second = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    let writes = 0;
    github.served.interferences.push(async (_, { method }) => {
      if (method === 'GET') return undefined;
      writes += 1;
      if (writes !== 2) return undefined;
      second.resolve();
      await released.promise;
      return undefined;
    });
    const { configFile } = project(
      gitHubOnly(github.api),
      keys.map((key) => `| GITHUB | ${key} | of dev | ${key} of prod |`),
    );
    const command = ['--mode', 'deploy-prod', '--yes', '--confirm', 'shop'];
    const variables = { DEPLOYMENT_CONFIG: configFile, PROD_GITHUB_TOKEN: github.token };
    const tool = startTool('sync-env', command, variables);
    await Promise.race([second.promise, tool.ended.then(({ all }) => Promise.reject(new Error(all)))]);
    tool.child.kill('SIGINT');
    await tool.says('Interrupted: the step under way is finished');
    released.resolve();
    const { exitCode, stdout, all } = await tool.ended;
    expect(exitCode, all).toBe(130);
    expect([...store.variables.keys()]).toEqual(['FIRST', 'SECOND']);
    for (const key of ['FIRST', 'SECOND']) expect(stdout).toMatch(new RegExp(`^ +${key} +GITHUB +applied$`, 'm'));
    for (const key of ['THIRD', 'FOURTH']) expect(stdout).toMatch(new RegExp(`^ +${key} +GITHUB +not applied$`, 'm'));
    expect(stdout).toContain('Stopped early: it was interrupted');
    expect(stdout).toContain('2 of 4 keys are written. To continue:');
    const resume = 'npm run sync-env -- --mode deploy-prod --yes --confirm "shop"';
    expect(stdout).toContain(resume);

    const resumed = await startTool('sync-env', command, variables).ended;
    expect(resumed.exitCode, resumed.all).toBe(0);
    expect(resumed.stdout).toContain('2 add, 2 unchanged');
    expect([...store.variables].map(([key, { value }]) => `${key}=${value}`)).toEqual(
      keys.map((key) => `${key}=${key} of prod`),
    );
  });
});

describe('Ctrl-C in the middle of a comparison', () => {
  test('ends with 130, and calls nothing in sync', async () => {
    await using providers = await startProviders();
    const { github } = providers;
    github.state.addEnvironment('production').set('variables', 'FIRST', 'FIRST of prod');
    const asked = Promise.withResolvers<void>();
    // What is compared, and the credential's own probe: neither is answered.
    let waiting = ['/variables', '/rate_limit'];
    github.served.interferences.push((_, { path: at }) => {
      waiting = waiting.filter((part) => !at.includes(part));
      if (waiting.length === 0) asked.resolve();
      return new Promise(() => {});
    });
    const { configFile } = project(gitHubOnly(github.api), ['| GITHUB | FIRST | of dev | FIRST of prod |']);
    const tool = startTool('drift', ['--env', 'prod'], {
      DEPLOYMENT_CONFIG: configFile,
      PROD_GITHUB_TOKEN: github.token,
    });
    await Promise.race([asked.promise, tool.ended.then(({ all }) => Promise.reject(new Error(all)))]);
    tool.child.kill('SIGINT');
    const { exitCode, stdout, all } = await tool.ended;
    expect(exitCode, all).toBe(130);
    expect(stdout, all).toContain('GITHUB could not be read');
    expect(stdout).toMatch(/GITHUB_TOKEN +not known .*it was interrupted/);
    expect(stdout).not.toMatch(/FIRST.*equal/);
    expect(all).not.toContain('broke');
  });
});

/** So many local files that they are counted out. The second waits for its backup until somebody reads the pipe in the folder of backups. */
function heldProject() {
  const targets = ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX'];
  const standing = targets.slice(1);
  const { directory, configFile } = project(
    {
      platforms: {},
      sync: { targets: Object.fromEntries(targets.map((target) => [target, { localFile: `${target}/.env.local` }])) },
    },
    targets.map((target) => `| ${target} | KEY_OF_${target} | new | of prod |`),
  );
  const file = (target: string) => path.join(directory, target, '.env.local');
  for (const target of standing) {
    mkdirSync(path.join(directory, target));
    writeFileSync(file(target), `KEY_OF_${target}=old\n`);
  }
  const pipe = path.join(directory, '.airlock/backups/.gitignore');
  mkdirSync(path.dirname(pipe), { recursive: true });
  execFileSync('mkfifo', [pipe]);
  return {
    directory,
    configFile,
    pipe,
    targets,
    firstIsThere: () => until(() => existsSync(file('ONE'))),
    /** The targets whose files hold the table's value; every other file is as it was. */
    written: () =>
      targets.filter((target) => {
        const value = existsSync(file(target)) ? parse(readFileSync(file(target)))[`KEY_OF_${target}`] : undefined;
        expect([standing.includes(target) ? 'old' : undefined, 'new']).toContain(value);
        return value === 'new';
      }),
  };
}

describe('local files', () => {
  const command = ['--mode', 'local'];

  test('that Ctrl-C comes between are each the old or the new one, are named, and the exit code is 130', async () => {
    const { configFile, pipe, written } = heldProject();
    const tool = startTool('sync-env', command, { DEPLOYMENT_CONFIG: configFile });
    await tool.says('[2/6] ');
    tool.child.kill('SIGINT');
    await tool.says('Interrupted: the file under way is finished');
    await readFile(pipe);
    const { exitCode, stdout, all } = await tool.ended;
    expect(exitCode, all).toBe(130);
    expect(written()).toEqual(['ONE', 'TWO']);
    expect(stdout).toContain('2 of 6 files written.');
    const left = ['THREE', 'FOUR', 'FIVE', 'SIX'].map((target) => `${target}/.env.local`).join(', ');
    expect(stdout).toContain(`It was interrupted; unchanged: ${left}.`);
    expect(stdout).toContain('To continue:\n  npm run sync-env -- --mode local\n');
  });

  test('are each the old or the new one where the command is killed, and the next run finishes', async () => {
    const { directory, configFile, pipe, targets, firstIsThere, written } = heldProject();
    const killed = startTool('sync-env', command, { DEPLOYMENT_CONFIG: configFile });
    await firstIsThere();
    killed.child.kill('SIGKILL');
    expect((await killed.ended).signal).toBe('SIGKILL');
    expect(written()).toEqual(['ONE']);
    rmSync(pipe);
    const again = await startTool('sync-env', command, { DEPLOYMENT_CONFIG: configFile }).ended;
    expect(again.exitCode, again.all).toBe(0);
    expect(written()).toEqual(targets);
    for (const target of targets) expect(readdirSync(path.join(directory, target))).toEqual(['.env.local']);
  });

  test('are named where a backup cannot be kept: nothing is written without one', async () => {
    const { directory, configFile, pipe, written } = heldProject();
    rmSync(path.dirname(pipe), { recursive: true });
    writeFileSync(path.dirname(pipe), 'in the way\n');
    const { exitCode, stdout, all } = await startTool('sync-env', command, { DEPLOYMENT_CONFIG: configFile }).ended;
    expect(exitCode, all).toBe(3);
    expect(written()).toEqual(['ONE']);
    expect(stdout).toContain('1 of 6 files written.');
    expect(stdout).toMatch(
      /^TWO\/\.env\.local and its backup cannot be written: .*; unchanged: TWO\/.*, SIX\/\.env\.local\.$/m,
    );
    expect(stdout).toContain('To continue:\n  npm run sync-env -- --mode local\n');
    expect(readdirSync(path.join(directory, 'TWO'))).toEqual(['.env.local']);
  });
});
