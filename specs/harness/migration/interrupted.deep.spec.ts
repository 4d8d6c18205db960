import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MigrationFolder, sampleTables } from './migration-files.ts';

const folder = new MigrationFolder();
afterAll(() => folder[Symbol.dispose]());
const repository = path.join(import.meta.dirname, '../../..');

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a comparison that is interrupted by %s leaves no documents on the disk', async (signal, exitCode) => {
  let child: ChildProcess | undefined;
  let pages = 0;
  // A deployment with an endless table, so that the signal arrives during the reading on any machine.
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.end(request.url === '/instance_name' ? 'calm-river-456' : '{"success":true}');
      return;
    }

    let text = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const isTables = text.includes('_system/cli/tables');
      pages += isTables ? 0 : 1;
      if (pages === 2) child?.kill(signal);
      const documents = sampleTables(`page-${pages}`).companies ?? [];
      const value = isTables
        ? { page: [{ name: 'companies' }], isDone: true, continueCursor: 'end' }
        : { page: documents, isDone: false, continueCursor: `after-${pages}` };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ status: 'success', value }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const spilled = path.join(folder.directory, `spilled-${signal}`);
  mkdirSync(spilled);
  const table = `| TARGET | KEY | PROD_VALUE |\n|---|---|---|\n| CONVEX | CONVEX_URL | ${url} |\n`;
  writeFileSync(path.join(folder.directory, 'app.table'), table);
  const config = {
    name: 'harbour',
    table: { file: 'app.table', targets: ['CONVEX'] },
    environments: { prod: { class: 'production', loopback: true } },
    platforms: {
      convex: {
        url: { key: 'CONVEX_URL' },
        deployment: { value: 'prod:calm-river-456' },
        deployKey: { key: 'CONVEX_DEPLOY_KEY' },
      },
    },
  };
  const configFile = path.join(folder.directory, 'deployment.config.ts');
  writeFileSync(configFile, `export default ${JSON.stringify(config)};\n`);
  const before = await folder.snapshot('before', sampleTables());
  const plan = folder.plan('tables:\n  companies:\n');

  try {
    child = spawn(
      process.execPath,
      [path.join(repository, 'support/families/migration/cli.ts'), '--from', before, '--to', 'prod', '--plan', plan],
      {
        cwd: folder.directory,
        env: {
          PATH: process.env.PATH,
          TMPDIR: spilled,
          DEPLOYMENT_CONFIG: configFile,
          PROD_CONVEX_DEPLOY_KEY: 'prod:calm-river-456|made-up-key',
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    const code = await new Promise((resolve) => child?.once('close', resolve));

    expect(said).toBe('Interrupted: the comparison is incomplete.\n');
    expect(code).toBe(exitCode);
    expect(pages).toBeGreaterThanOrEqual(2);
    expect(readdirSync(spilled)).toEqual([]);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
