import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { removeTemporaryFolders, temporaryPrefix } from '../../../support/files/temporary-folder.ts';

const file = path.join(import.meta.dirname, '../../../support/files/temporary-folder.ts');
const script = (rest: string) => `
  import { mkdtempSync, writeFileSync } from 'node:fs';
  import { removeTemporaryFolders, temporaryPrefix } from ${JSON.stringify(file)};
  const folder = mkdtempSync(temporaryPrefix('site'));
  writeFileSync(folder + '/page.html', 'a page');
  process.stdout.write(folder + '\\n');
  ${rest}
`;
const args = (rest: string) => ['--input-type=module', '-e', script(rest)];

afterEach(removeTemporaryFolders);

test('every temporary folder has the name by which it is found again', () => {
  const support = path.join(import.meta.dirname, '../../../support');
  const texts = readdirSync(support, { recursive: true, encoding: 'utf8' })
    .filter((each) => each.endsWith('.ts'))
    .map((each) => readFileSync(path.join(support, each), 'utf8'));
  const calls = texts.flatMap((text) => text.match(/\bmkdtemp\w*\(.{0,20}/g) ?? []);
  expect(calls.length).toBeGreaterThan(4);
  for (const call of calls) expect(call).toMatch(/\(temporaryPrefix\(/);
});

test('a folder of this process is removed with it', () => {
  const folder = mkdtempSync(temporaryPrefix('site'));
  removeTemporaryFolders();
  expect(existsSync(folder)).toBe(false);
});

test('a folder of a process that was killed is removed by the next, and one that is in use is not', async () => {
  const { stdout } = spawnSync(process.execPath, args("process.kill(process.pid, 'SIGKILL')"), { encoding: 'utf8' });
  const abandoned = stdout.trim();
  expect(existsSync(abandoned)).toBe(true);

  const child = spawn(process.execPath, args('setInterval(() => undefined, 1_000)'), {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const used = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(String(text).trim())),
  );
  removeTemporaryFolders();
  expect(existsSync(abandoned)).toBe(false);
  expect(existsSync(used)).toBe(true);

  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  removeTemporaryFolders();
  expect(existsSync(used)).toBe(false);
});
