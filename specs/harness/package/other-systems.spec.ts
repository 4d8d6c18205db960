import path from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { draftOf } from '../../../support/adopt/init/draft.ts';
import { readRepository } from '../../../support/adopt/init/repository.ts';
import { configText } from '../../../support/adopt/init/write-config.ts';
import { writeFiles } from '../../../support/adopt/init/write-files.ts';
import { loadDeployment, resolveProfile } from '../../../support/profile/index.ts';
import { repeatCommand } from '../../../support/report/formats/repeat-command.ts';
import { runIn } from './run-in.ts';
import { teamRepository } from './team-repository.ts';

const clone = path.join(import.meta.dirname, '../../..');

describe('on macOS and Windows', () => {
  test('a repository with the line ends of Windows gives the same table and config as with those of Unix', async () => {
    const files = {
      'package.json': '{\n  "name": "acme",\n  "dependencies": { "vite": "8", "convex": "1" }\n}\n',
      'index.html': '<!doctype html>\n',
      '.env.production': 'VITE_CONVEX_URL=https://calm-river-456.convex.cloud\nVITE_APP_URL=https://app.acme.com\n',
      '.env.local': 'VITE_CONVEX_URL=https://happy-animal-123.convex.cloud\nVITE_APP_URL=http://localhost:5173\n',
      '.gitignore': 'node_modules\nairlock/reports/\n',
    };
    const windows = Object.entries(files).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]);
    await using unix = teamRepository(files);
    await using other = teamRepository(Object.fromEntries(windows));
    const placing = { folder: 'airlock', isPackage: false };
    const of = ({ directory }: { directory: string }) => draftOf(readRepository(directory));
    expect(configText(of(other), placing)).toBe(configText(of(unix), placing));
    expect(of(other).rows).toEqual(of(unix).rows);
    expect(parse(windows[3]?.[1] ?? '')).toEqual(parse(files['.env.local']));
    expect(writeFiles(of(other), placing).at(-1)).toMatchObject({ file: '.gitignore', kind: 'written' });
  });

  test('a table with the line ends of Windows is read as one with those of Unix', async () => {
    const table = '| TARGET | KEY | PROD_VALUE |\n|---|---|---|\n| NEXTJS | APP_URL | https://app.acme.com |\n';
    const config =
      "export default { name: 'acme', table: { file: 'acme.table', targets: ['NEXTJS'] }, environments: { prod: { class: 'production' } }, platforms: { pages: { url: { key: 'APP_URL' } } } };\n";
    for (const end of ['\n', '\r\n']) {
      await using team = teamRepository({
        'deployment.config.ts': config.replaceAll('\n', end),
        'acme.table': table.replaceAll('\n', end),
      });
      const loaded = await loadDeployment(path.join(team.directory, 'deployment.config.ts'));
      const { table: read, sites } = resolveProfile(loaded, 'prod', { variables: {} });
      expect(read.problems).toEqual([]);
      expect(sites.map(({ url }) => url.value)).toEqual(['https://app.acme.com']);
    }
  });

  test('a check is repeated by a path with slashes, wherever its spec was found', () => {
    const spec = String.raw`C:\acme\node_modules\airlock\specs\worker\healthy.spec.js:4:1`;
    const outcome = { check: 'worker/healthy', spec, environment: 'prod' };
    expect(repeatCommand(outcome, 'prod', { isPackage: true, config: '' })).toBe(
      'npx airlock run prod specs/worker/healthy.spec',
    );
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('a command ended by %s has the exit code of that signal, not 0', async (signal, code) => {
    const { exitCode } = await runIn(clone, process.execPath, [
      path.join(clone, 'bin/airlock.mjs'),
      ...['--own-node', '-e', `process.kill(process.pid, '${signal}'); setTimeout(() => {}, 60_000)`],
    ]);
    expect(exitCode).toBe(code);
  });
});
