import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadDeployment, resolveProfile } from '../../../support/profile/index.ts';

const root = path.join(import.meta.dirname, '../../..');
const directory = mkdtempSync(path.join(tmpdir(), 'airlock-pasted-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const read = (file: string) => readFileSync(path.join(root, file), 'utf8').replaceAll(/^ {3}(?=\S| )/gm, '');

/** The first block of a document that begins so, as a reader pastes it. */
function block(text: string, start: string): string {
  const at = text.indexOf(start);
  if (at < 0) throw new Error(`expected a block that begins with ${start}`);
  return text.slice(at, text.indexOf('```', at));
}

describe('what a reader pastes', () => {
  test.each([
    ['README.md', 'acme.table', ['dev', 'prod'], 4],
    ['docs/services.md', 'event.table', ['dev', 'staging', 'prod'], 2],
  ])('from %s is a table and a config that go together', async (file, table, environments, isolated) => {
    const text = read(file);
    writeFileSync(path.join(directory, table), block(text, '| GROUP'));
    const config = block(text, 'import { defineDeployment }');
    const configFile = path.join(directory, `${table}.config.ts`);
    writeFileSync(configFile, config.replace("'./support/", `'${root}/support/`));
    const loaded = await loadDeployment(configFile);
    expect(Object.keys(loaded.deployment.environments)).toEqual(environments);
    const { table: resolved } = resolveProfile(loaded, 'prod');
    expect(resolved.values.length).toBeGreaterThanOrEqual(isolated);
  });

  test('as the nightly workflow has every address that the pasted `notify` names', () => {
    const line = block(read('docs/nightly.md'), 'notify: {');
    const named = [...line.matchAll(/key: '(\w+)'/g)].map(([, key = '']) => key);
    expect(named).toHaveLength(3);
    const { jobs } = parse(readFileSync(path.join(root, 'docs/nightly-workflow.yaml'), 'utf8')) as {
      jobs: Record<string, { env: object }>;
    };
    for (const { env } of Object.values(jobs)) expect(Object.keys(env)).toEqual(expect.arrayContaining(named));
  });
});
