import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { startConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import { commandMs } from '../patience.ts';

const cli = path.resolve('support/platforms/convex/contract-cli.ts');

interface Answer {
  code: number;
  stdout: string;
  stderr: string;
}

function contract(cwd: string, args: readonly string[], variables: Record<string, string> = {}): Promise<Answer> {
  expect(existsSync(cli)).toBe(true);
  const { promise, resolve } = Promise.withResolvers<Answer>();
  execFile(process.execPath, [cli, ...args], { cwd, env: variables, timeout: commandMs }, (error, stdout, stderr) =>
    resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
  );
  return promise;
}

const app = {
  'app/page.tsx': `import { useQuery } from 'convex/react';\nimport { api } from '../convex/_generated/api';\nexport const a = () => useQuery(api.sites.list.listCompanySites, {});\nexport const b = () => useQuery(api.gone.away, {});\n`,
  'convex/sites/list.ts': `import { query } from '../_generated/server';\nexport const listCompanySites = query({ args: {}, handler: async () => [] });\n`,
  'convex/schema.ts': `import { defineSchema } from 'convex/server';\nexport default defineSchema({});\n`,
};

test('a project without a config is compared with its own functions folder', async () => {
  await using project = await startFrontend(app);
  const { code, stdout } = await contract(project.root, []);
  expect(stdout).toMatch(/✗ +gone:away +query +1 +missing/);
  expect(stdout).toMatch(/✓ +sites\/list:listCompanySites +query +1 +present/);
  expect(code).toBe(1);
});

test('a deployment is read by its URL, and JSON has what the table has', async () => {
  const adminKey = 'prod:steady-otter-902|made-up-key-of-the-command';
  await using deployment = await startConvexDouble({
    instanceName: 'steady-otter-902',
    deploymentType: 'prod',
    adminKey,
  });
  await using project = await startFrontend(app);
  const { code, stdout } = await contract(project.root, ['--source', 'app', '--backend', deployment.url, '--json'], {
    CONVEX_DEPLOY_KEY: adminKey,
  });
  expect(JSON.parse(stdout)).toMatchObject({
    references: 2,
    expected: 'convex',
    wrong: 2,
    // The deployed function takes the company that this source does not send.
    rows: [{ path: 'gone:away', verdict: 'missing' }, { verdict: 'rejects arguments' }],
  });
  expect(code).toBe(1);
  expect(stdout).not.toContain('made-up-key');

  const refused = await contract(project.root, ['--source', 'app', '--backend', deployment.url], {
    CONVEX_DEPLOY_KEY: 'dev:patient-heron-417|made-up',
  });
  expect(refused.stderr).toMatch(/Not verified: .*the key belongs to patient-heron-417, and this is steady-otter-902/);
  expect(refused.code).toBe(3);
});

test('arguments are compared with the functions folder near the source, whatever --backend names', async () => {
  await using project = await startFrontend({
    ...app,
    'app/page.tsx': (app['app/page.tsx'] ?? '').replace(/export const b.*\n/, ''),
    'older.json': JSON.stringify([
      {
        functionType: 'Query',
        identifier: 'sites/list.js:listCompanySites',
        visibility: { kind: 'public' },
        args: { type: 'object', value: { companyId: { fieldType: { type: 'string' }, optional: false } } },
        returns: null,
      },
    ]),
  });
  const { code, stdout } = await contract(project.root, ['--source', 'app', '--backend', 'older.json']);
  expect(stdout).toMatch(/✗ +sites\/list:listCompanySites +query +1 +rejects arguments \(companyId/);
  expect(stdout).toContain('Arguments and results were compared with convex.');
  expect(stdout).toContain('Safe order: none.');
  expect(stdout).toContain('sites/list:listCompanySites rejects arguments at companyId');
  expect(code).toBe(1);

  const same = await contract(project.root, ['--source', 'app', '--backend', 'older.json', '--expected', 'older.json']);
  expect(same.stdout).toContain('all present');
  expect(same.code).toBe(0);
});

test('a call that is known only at run time is listed with its position', async () => {
  await using project = await startFrontend({
    ...app,
    'app/any.ts': `import { api } from '../convex/_generated/api';\nexport const any = (name: string) => api.sites[name];\n`,
  });
  const { code, stdout } = await contract(project.root, ['--source', 'app']);
  expect(code).toBe(1);
  expect(stdout).toContain('1 reference is only resolved at run time, and was not compared with the backend:');
  expect(stdout).toContain('?  app/any.ts:2:38  api.sites[name] (the property is known only at run time)');
  const { stdout: json } = await contract(project.root, ['--source', 'app', '--json']);
  expect(JSON.parse(json)).toMatchObject({ unresolved: 1, open: [{ place: 'app/any.ts:2:38' }] });
});

test.each([
  ['that convex.json names', { 'convex.json': '{ "functions": "src/backend/" }' }, 'src/backend'],
  ['without a schema and generated code', {}, 'convex'],
])('a functions folder is found: %s', async (_, files, folder) => {
  await using project = await startFrontend({
    ...files,
    'web/page.ts': `import { api } from '../${folder}/_generated/api';\nexport const a = api.sites.all;\n`,
    [`${folder}/sites.ts`]: `import { query } from './_generated/server';\nexport const all = query({ args: {}, handler: async () => [] });\n`,
  });
  const { code, stdout } = await contract(project.root, []);
  expect(stdout).toContain(`compared with 1 of ${folder}: all present`);
  expect(code).toBe(0);
});

test.each([
  [['--backend', 'nowhere'], /there is no deployment\.config\.ts/],
  [['--source', 'absent', '--backend', 'convex'], /--source absent does not exist/],
  [['--source', 'convex/schema.ts'], /--source convex\/schema\.ts is a file/],
  [['--site', 'site.example', '--backend', 'convex'], /--site takes the URL of a site .* it was given site\.example\./],
  [['--wrong'], /Unknown option/],
])('wrong use exits with 78 and prints the usage: %j', async (args, says) => {
  await using project = await startFrontend(app);
  const { code, stderr } = await contract(project.root, args);
  expect(stderr).toMatch(says);
  expect(code).toBe(78);
});

test('a source without references is not verified', async () => {
  await using project = await startFrontend({ ...app, 'app/page.tsx': 'export const nothing = 1;' });
  const { code, stderr } = await contract(project.root, ['--source', 'app', '--backend', 'convex']);
  expect(stderr).toContain('no function reference was found');
  expect(code).toBe(3);
});
