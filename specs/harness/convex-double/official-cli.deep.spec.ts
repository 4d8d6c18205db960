import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConvexDouble, startConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import { commandMs } from '../patience.ts';
import { firstCompany } from './convex-http.ts';
import { DEV, PROD } from './prod-options.ts';

const CLI = path.join(path.dirname(createRequire(import.meta.url).resolve('convex/package.json')), 'bin/main.js');
const PROJECT = fileURLToPath(new URL('../../../fixtures/twin/backend', import.meta.url));

let prod: ConvexDouble;
let company: string;

beforeAll(async () => {
  prod = await startConvexDouble(PROD);
  company = (await firstCompany(prod)).companyId;
});

afterAll(async () => {
  await prod[Symbol.asyncDispose]();
});

interface CliResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

async function convex(args: string[], adminKey: string = PROD.adminKey): Promise<CliResult> {
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    CI: '1',
    CONVEX_SELF_HOSTED_URL: prod.url,
    CONVEX_SELF_HOSTED_ADMIN_KEY: adminKey,
  };
  const options = { cwd: PROJECT, env: environment, timeout: commandMs, killSignal: 'SIGKILL' as const };
  return await new Promise((resolve) => {
    const child = execFile(process.execPath, [CLI, ...args], options, (_cause, stdout, stderr) =>
      resolve({ exitCode: child.exitCode, stdout, stderr }),
    );
  });
}

/** How many functions and HTTP actions the source declares, counted in its text. */
function declaredFunctions(): number {
  const texts = globSync('**/*.ts', { cwd: PROJECT, exclude: ['**/_generated/**'] }).map((file) =>
    readFileSync(path.join(PROJECT, file), 'utf8'),
  );
  return texts.join('\n').match(/(?:query|mutation|action|\.route)\(\{/gi)?.length ?? 0;
}

describe('the official CLI', () => {
  it('function-spec prints every function', async () => {
    const { exitCode, stdout } = await convex(['function-spec']);
    const spec = JSON.parse(stdout.slice(stdout.indexOf('{')));
    expect(exitCode).toBe(0);
    expect(spec.url).toBe(prod.url);
    expect(spec.functions).toContainEqual(expect.objectContaining({ identifier: 'sites/list.js:listCompanySites' }));
    expect(spec.functions).toHaveLength(declaredFunctions());
  });

  it('env set, list and get agree', async () => {
    const set = await convex(['env', 'set', 'FEATURE', 'on and off']);
    const [list, get, missing] = await Promise.all([
      convex(['env', 'list']),
      convex(['env', 'get', 'FEATURE']),
      convex(['env', 'get', 'NOWHERE']),
    ]);
    expect(set).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Successfully set FEATURE') });
    expect(list.stdout).toContain('ENVIRONMENT=prod');
    expect(list.stdout).toMatch(/FEATURE="?on and off"?/);
    expect(get).toMatchObject({ exitCode: 0, stdout: 'on and off\n' });
    expect(missing).toMatchObject({ stdout: '', stderr: expect.stringContaining('"NOWHERE" not found') });
  });

  it('data lists the tables, and a table’s documents', async () => {
    const [tables, companies] = await Promise.all([
      convex(['data']),
      convex(['data', 'companies', '--limit', '1', '--format', 'json']),
    ]);
    expect(tables.stdout.trim().split('\n')).toEqual(['companies', 'incidents', 'sessions', 'sites', 'users']);
    expect(companies.stdout).toContain('steady-otter-902-company-');
  });

  it('run prints a function’s value, and names the functions there are when it is missing', async () => {
    const [run, missing] = await Promise.all([
      convex(['run', 'sites/list:listCompanySites', JSON.stringify({ companyId: company })]),
      convex(['run', 'sites/list:listEverySite', '{}']),
    ]);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toHaveLength(2);
    expect(missing.exitCode).toBe(1);
    expect(missing.stderr).toContain("Could not find function for 'sites/list:listEverySite'");
    expect(missing.stderr).toContain('• sites/list:listCompanySites');
  });

  it('the key of another deployment fails', async () => {
    const { exitCode, stdout, stderr } = await convex(['function-spec'], DEV.adminKey);
    expect(exitCode).not.toBe(0);
    expect(stdout).not.toContain('listCompanySites');
    expect(stderr).toContain('The provided admin key was invalid for this instance');
  });
});
