import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTables, provedBy } from './tables.ts';

const root = path.join(import.meta.dirname, '../../..');
const tables = await loadTables();

describe('every check', () => {
  const proved = new Set([...tables.values()].flatMap((table) => Object.values(table)).flatMap(provedBy));
  const checks = globSync('specs/*/*.spec.ts', { cwd: root })
    .map((file) => file.replace(/^specs\/(.*)\.spec\.ts$/, '$1'))
    .filter((id) => !/^(harness|containers|smoke)\//.test(id));

  test('is found', () => {
    expect(checks.length).toBeGreaterThan(50);
  });

  test.each(checks)('%s is proved able to fail by a planted fault', (id) => {
    expect([...proved]).toContain(id);
  });
});

describe('every table', () => {
  const specs = globSync('*.spec.ts', { cwd: import.meta.dirname })
    .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'))
    .join('\n');

  test.each([...tables.keys()])('%s is planted by one spec', (table) => {
    expect(specs.split(new RegExp(`catches(?:InEventApi)?\\('${table}', `))).toHaveLength(2);
  });
});
