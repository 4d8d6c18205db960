import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createDocumentIds } from '../../../fixtures/twin/convex/values/document-id.ts';
import { MigrationFolder } from './migration-files.ts';

const folder = new MigrationFolder();
afterAll(() => folder[Symbol.dispose]());
const repository = path.join(import.meta.dirname, '../../..');
const pageDocuments = 20;
const kills = 10;

const ids = createDocumentIds('moved', ['people', 'notes']);
const documents = (table: string, count: number) =>
  Array.from({ length: count }, (_, number) => ({
    _id: ids.publicId(table, number),
    _creationTime: 1_760_000_000_000.5 + number,
    text: `made-up-text-of-${table}-${number}`,
  }));
const tables = { people: documents('people', 400), notes: documents('notes', 300) };
/** Two documents did not arrive, and one is another. */
const arrived = {
  people: tables.people.filter((_, number) => number !== 17),
  notes: tables.notes
    .filter((_, number) => number !== 250)
    .map((each, number) => (number === 100 ? { ...each, text: 'made-up-other' } : each)),
};

/** A deployment with these documents, that counts its pages and calls back at each. */
async function startDeployment(onPage: () => void) {
  const seen = new Map<string, number>();
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
      const { path: name, args } = JSON.parse(text);
      const isTables = name === '_system/cli/tables';
      const all = arrived[args[0].table as keyof typeof arrived] ?? [];
      const start = Number(args[0].paginationOpts?.cursor ?? 0);
      const end = start + pageDocuments;
      if (!isTables) {
        const key = `${args[0].table} ${start}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
        onPage();
      }
      const value = isTables
        ? { page: Object.keys(arrived).map((each) => ({ name: each })), isDone: true, continueCursor: 'end' }
        : { page: all.slice(start, end), isDone: end >= all.length, continueCursor: String(end) };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ status: 'success', value }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function writeConfig(url: string): string {
  writeFileSync(
    path.join(folder.directory, 'app.table'),
    `| TARGET | KEY | PROD_VALUE |\n|---|---|---|\n| CONVEX | CONVEX_URL | ${url} |\n`,
  );
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
      isolation: { documents: { pageDocuments } },
    },
  };
  const file = path.join(folder.directory, 'deployment.config.ts');
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  return file;
}

function textsBelow(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), 'latin1'))
    .join('\n');
}

test('a comparison that is killed at any moment goes on there, finds the same, and leaves no readable document', async () => {
  let killAt = Number.POSITIVE_INFINITY;
  let pages = 0;
  let kill: () => void = () => undefined;
  await using deployment = await startDeployment(() => {
    pages += 1;
    if (pages === killAt) kill();
  });
  const config = writeConfig(deployment.url);
  const before = await folder.snapshot('before', tables);
  const plan = folder.plan('tables:\n  people:\n  notes:\n');
  const [temporary, progress] = ['temporary', 'progress'].map((name) => path.join(folder.directory, name)) as [
    string,
    string,
  ];
  mkdirSync(temporary);

  const run = async (args: readonly string[]) => {
    const command = path.join(repository, 'support/families/migration/cli.ts');
    const child = spawn(process.execPath, [command, '--from', before, '--to', 'prod', '--plan', plan, ...args], {
      cwd: folder.directory,
      env: {
        PATH: process.env.PATH,
        TMPDIR: temporary,
        DEPLOYMENT_CONFIG: config,
        PROD_CONVEX_DEPLOY_KEY: 'prod:calm-river-456|made-up-key',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    kill = () => child.kill('SIGKILL');
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        said += text;
      });
    const code = await new Promise((resolve) => child.once('close', resolve));
    return { code, said };
  };

  const whole = await run([]);
  expect(whole.code, whole.said).toBe(1);
  expect(whole.said).toContain('✗ complete: 2 missing in the target');
  expect(whole.said).toContain('✗ identical: 1 fields that differ');
  expect(readdirSync(temporary)).toEqual([]);
  const all = pages;

  deployment.seen.clear();
  for (let time = 0; time < kills; time += 1) {
    pages = 0;
    // Any moment: after one to four more pages, or, once all are read, never by a page.
    killAt = 1 + Math.floor(Math.random() * 4);
    expect((await run(['--progress', progress])).code).toBeNull();
    expect(textsBelow(progress)).not.toContain('made-up-text');
  }

  killAt = Number.POSITIVE_INFINITY;
  pages = 0;
  const last = await run(['--progress', progress]);
  const [taken] = /^Taken over .*\n/m.exec(last.said) ?? [];
  expect(taken).toContain('documents that were read on');
  expect(last.said.replace(taken ?? '', '')).toBe(whole.said);
  expect(last.code).toBe(whole.code);
  expect(pages).toBeLessThan(all);
  // A page that was under way when the process was killed is read again, and no other.
  expect([...deployment.seen.values()].reduce((sum, times) => sum + times - 1, 0)).toBeLessThanOrEqual(kills);
  expect(readdirSync(progress)).toEqual([]);
  // What the killed runs left in the temporary folder was removed by the next.
  expect(readdirSync(temporary)).toEqual([]);
});
