import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runGate } from '../bad-input/run-gate.ts';
import { eventually } from '../patience.ts';

const repository = path.join(import.meta.dirname, '../../..');
const directory = mkdtempSync(path.join(os.tmpdir(), 'airlock-addresses-'));
interface Environment {
  deployment: string;
  convexUrl: string;
  deployKey: string;
  workerUrl: string;
  siteUrl: string;
}
let twin: ChildProcess;
let environments: { dev: Environment; prod: Environment };

beforeAll(async () => {
  twin = spawn('npm', ['run', '--silent', 'twin', '--', '--json', '--directory', path.join(directory, 'play')], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const line = await new Promise<string>((resolve, reject) => {
    let said = '';
    twin.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('\n')) resolve(said);
    });
    twin.once('exit', (code) => reject(new Error(`npm run twin ended with ${code}: ${said}`)));
  });
  ({ environments } = JSON.parse(line));
});

afterAll(() => {
  if (twin.exitCode === null && twin.signalCode === null && twin.pid !== undefined) process.kill(-twin.pid, 'SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** What a team has that never heard of the twin: a table with plain addresses, and a config that names its keys. */
function writeOwnProject(): string {
  const { dev, prod } = environments;
  writeFileSync(
    path.join(directory, 'env.table'),
    [
      '| TARGET | KEY | DEV_VALUE | PROD_VALUE |',
      `| CONVEX | CONVEX_DEPLOYMENT | dev:${dev.deployment} | prod:${prod.deployment} |`,
      `| NEXTJS,CONVEX | NEXT_PUBLIC_CONVEX_URL | ${dev.convexUrl} | ${prod.convexUrl} |`,
      `| NEXTJS | NEXT_PUBLIC_LOG_WORKER_URL | ${dev.workerUrl} | ${prod.workerUrl} |`,
      `| NEXTJS | NEXT_PUBLIC_APP_URL | ${dev.siteUrl} | ${prod.siteUrl} |`,
      '',
    ].join('\n'),
  );
  const configFile = path.join(directory, 'deployment.config.ts');
  const relative = (target: string) => path.relative(directory, path.join(repository, target));
  writeFileSync(
    configFile,
    `import { defineDeployment } from '${relative('support/profile/index.ts')}';

export default defineDeployment({
  name: 'acme',
  table: { file: 'env.table', targets: ['NEXTJS', 'CONVEX'] },
  environments: {
    dev: { class: 'development', loopback: true },
    prod: { class: 'production', loopback: true, effects: ['canary'] },
  },
  platforms: {
    convex: {
      url: { key: 'NEXT_PUBLIC_CONVEX_URL' },
      deployment: { key: 'CONVEX_DEPLOYMENT' },
      deployKey: { key: 'CONVEX_DEPLOY_KEY' },
      frontends: [{ root: '${relative('fixtures/twin/site/app')}' }],
    },
    worker: { url: { key: 'NEXT_PUBLIC_LOG_WORKER_URL' } },
    pages: { url: { key: 'NEXT_PUBLIC_APP_URL' }, routes: [{ path: '/sites' }] },
  },
});
`,
  );
  return configFile;
}

describe('a deployment that is known by its addresses alone', () => {
  test('is verified, with its key from an environment variable', async () => {
    const run = await runGate({
      configFile: writeOwnProject(),
      variables: { CONVEX_DEPLOY_KEY: environments.prod.deployKey },
    });
    expect(run.stdout + run.stderr).toContain('Gate open: every critical check held.');
    expect(run.stdout).toContain('Airlock · acme · prod');
    expect(run.stdout).not.toContain('embedded twin');
    expect(run.exitCode).toBe(0);
    expect(JSON.stringify(run.verdict)).not.toContain(environments.prod.deployKey.split('|')[1]);
  });

  test('closes the gate with 3 where the key is not handed over, and names the variable', async () => {
    const run = await runGate({ configFile: writeOwnProject() });
    expect(run.stdout).toContain('PROD_CONVEX_DEPLOY_KEY');
    expect(run.exitCode).toBe(3);
  });

  test('can be played with: the config, the table and the keys that the twin leaves verify', async () => {
    const play = path.join(directory, 'play');
    const keys = Object.fromEntries(
      [...readFileSync(path.join(play, 'keys.env'), 'utf8').matchAll(/^(\w+)='(.*)'$/gm)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
    const run = await runGate({
      configFile: path.join(play, 'deployment.config.ts'),
      variables: keys as Record<string, string>,
    });
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
  });

  test('is taken down by Ctrl-C with everything it left', async () => {
    const ended = new Promise((resolve) => twin.once('exit', resolve));
    process.kill(-(twin.pid as number), 'SIGINT');
    await ended;
    await expect(fetch(environments.prod.siteUrl)).rejects.toThrow();
    await expect(fetch(environments.prod.workerUrl)).rejects.toThrow();
    // npm ends at once on Ctrl-C; what it ran ends when it has cleaned up.
    await eventually(() => expect(existsSync(path.join(directory, 'play'))).toBe(false));
  });
});
