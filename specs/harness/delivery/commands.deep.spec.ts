import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitShop, withShop } from '../../../fixtures/deployments/committed-shop.ts';
import { startTwin, type Twin } from '../../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../../fixtures/twin/write-project.ts';

const root = path.join(import.meta.dirname, '../../..');

interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

let twin: Twin;
const folders: string[] = [];
beforeAll(async () => {
  twin = await startTwin();
}, 180_000);
afterAll(async () => {
  await twin?.[Symbol.asyncDispose]();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A project whose repository has an earlier commit, and one that is the twin. */
function projectWith(earlier: Parameters<typeof commitShop>[1]): { configFile: string; keys: Record<string, string> } {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'airlock-delivery-'));
  folders.push(directory);
  symlinkSync(path.join(root, 'node_modules'), path.join(directory, 'node_modules'), 'dir');
  const project = writeTwinProject(directory, twin, undefined, withShop);
  commitShop(directory, earlier);
  return project;
}

function run(
  tool: 'order' | 'rollback',
  args: readonly string[],
  project: ReturnType<typeof projectWith>,
): Promise<Ended> {
  const file = path.join(root, `support/families/delivery/${tool}/cli.ts`);
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [file, '--env', 'prod', ...args],
      {
        cwd: root,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, DEPLOYMENT_CONFIG: project.configFile, ...project.keys },
      },
      (error, stdout, stderr) => resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describe('npm run delivery', () => {
  const repository = path.join(root, 'fixtures/twin/repository');
  const ask = (args: readonly string[]) =>
    new Promise<Ended>((resolve) => {
      const file = path.join(root, 'support/families/delivery/cli.ts');
      execFile(process.execPath, [file, ...args], { cwd: os.tmpdir() }, (error, stdout, stderr) =>
        resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr }),
      );
    });

  test('prints every way in which the pipelines start', async () => {
    const ended = await ask(['--repository', repository]);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^On a push to main {2}\.github\/workflows\/deploy\.yml/m);
    expect(ended.stdout).toMatch(/backend {3}convex {2}.*convex deploy/);
  });

  test('says what it could not follow', async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'airlock-delivery-'));
    folders.push(directory);
    const branches = Array.from({ length: 41 }, (_, index) => `release-${index}`).join(', ');
    mkdirSync(path.join(directory, '.github/workflows'), { recursive: true });
    writeFileSync(
      path.join(directory, '.github/workflows/many.yml'),
      `on: { push: { branches: [${branches}] } }\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: npm test }] } }\n`,
    );
    const ended = await ask(['--repository', directory]);
    expect(ended.stdout).toContain('.github/workflows/many.yml: its filter names 41 branches');
    expect(ended.exitCode).toBe(3);
  });

  test('names a folder that is not there', async () => {
    const ended = await ask(['--repository', '/nowhere/acme']);
    expect(ended.exitCode).toBe(78);
    expect(ended.stderr).toContain('There is no folder /nowhere/acme');
  });
});

const changed = { 'site/app/version.ts': () => 'export const version = 1;\n' };

describe('npm run rollback', () => {
  test('go: every platform with its steps, in order', async () => {
    const ended = await run(
      'rollback',
      ['--to', 'earlier', '--severity', 'high', '--users', 'most'],
      projectWith(changed),
    );
    expect(ended.stderr).toBe('');
    expect(ended.stdout).toMatch(/^GO: prod back to [0-9a-f]{12}\n/);
    expect(ended.stdout).toMatch(/1\. site: go[\s\S]*2\. Worker: go[\s\S]*3\. backend: go/);
    expect(ended.stdout).toContain('investigate first, within 30 minutes');
    expect(ended.stdout).toContain('npx convex deploy --yes');
    expect(ended.exitCode).toBe(0);
  });

  test('no go: the schema of the commit rejects what is stored', async () => {
    const project = projectWith({
      'backend/convex/schema.ts': (text) => text.replace('slug: v.string(),', '$& legacyCode: v.string(),'),
    });
    const ended = await run('rollback', ['--to', 'earlier'], project);
    expect(ended.stdout).toMatch(/^NO GO: /);
    expect(ended.stdout).toContain('rejects documents of companies');
    expect(ended.stdout).toContain('What may, alone: site, Worker');
    expect(ended.exitCode).toBe(1);
    expect((await run('rollback', ['--to', 'earlier', '--platform', 'pages'], project)).exitCode).toBe(0);
  });

  test('a commit that the repository does not have is not known, and changes nothing', async () => {
    const ended = await run('rollback', ['--to', 'v0.0.1'], projectWith(changed));
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toContain('does not have the commit v0.0.1');
  });

  test('a word that is not a choice is a mistake of the command', async () => {
    const ended = await run('rollback', ['--to', 'earlier', '--severity', 'terrible'], projectWith(changed));
    expect(ended.exitCode).toBe(78);
    expect(ended.stderr).toContain('--severity is one of critical, high, medium');
  });
});

describe('npm run order', () => {
  test('what is live can be deployed again', async () => {
    const ended = await run('order', ['--to', 'today'], projectWith(changed));
    expect(ended.stdout).toMatch(/^Safe order for [0-9a-f]{12} on prod:\n {2}1\. configuration/);
    expect(ended.exitCode).toBe(0);
  });

  test('a function that the live site calls is renamed: no order is safe, and the step between is named', async () => {
    const project = projectWith({
      'backend/convex/sites/list.ts': (text) => text.replace('listCompanySites', 'listAllSites'),
      'site/app/pages/sites-page.tsx': (text) => text.replaceAll('listCompanySites', 'listAllSites'),
      'site/app/pages/incidents-page.tsx': (text) => text.replaceAll('listCompanySites', 'listAllSites'),
    });
    const ended = await run('order', ['--to', 'earlier'], project);
    expect(ended.stdout).toMatch(/^No single order is safe/);
    expect(ended.stdout).toContain('a backend between that has both');
    expect(ended.exitCode).toBe(1);
  });

  test('a commit that is not there is not known, and a command without an environment is wrong', async () => {
    const project = projectWith(changed);
    const absent = await run('order', ['--to', 'v0.0.1'], project);
    expect(absent).toMatchObject({ exitCode: 3, stdout: '' });
    expect(absent.stderr).toContain('does not have the commit v0.0.1');
    const wrong = await run('order', ['--from', 'v0.0.1'], project);
    expect(wrong.exitCode).toBe(78);
    expect(wrong.stderr).toContain('--from');
  });

  test('neither command sent anything but reads', () => {
    const writes = Object.values(twin.providers)
      .flatMap((provider) => (provider.served ? provider.served.requests : []))
      .filter(({ method }) => method !== 'GET');
    expect(writes).toEqual([]);
  });
});
