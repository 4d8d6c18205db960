import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { smokeFaults } from '../../../fixtures/faults/smoke.ts';
import { smokeBeyondFaults } from '../../../fixtures/faults/smoke-beyond.ts';
import type { SmokeFault } from '../../../fixtures/faults/smoke-fault.ts';
import { loadTables, provedBy } from './tables.ts';

const root = path.join(import.meta.dirname, '../../..');
const tables = await loadTables();

/** The faults that prove a check able to fail, by its id. */
function proofs(): Map<string, string[]> {
  const ofTables = [...tables].flatMap(([table, faults]) =>
    Object.entries(faults).map(([name, fault]) => ({ fault: `${table}/${name}`, checks: provedBy(fault) })),
  );
  const ofBrowsers = Object.entries<SmokeFault>({ ...smokeFaults, ...smokeBeyondFaults }).map(
    ([name, { caughtBy }]) => ({
      fault: `smoke/${name}`,
      checks: caughtBy.map(({ check }) => check),
    }),
  );
  const byCheck = new Map<string, string[]>();
  for (const { fault, checks } of [...ofTables, ...ofBrowsers])
    for (const check of new Set(checks)) byCheck.set(check, [...(byCheck.get(check) ?? []), fault]);
  return byCheck;
}

describe('every check', () => {
  const byCheck = proofs();
  const checks = globSync('specs/*/*.{spec,smoke}.ts', { cwd: root })
    .map((file) => file.replace(/^specs\/(.*)\.(spec|smoke)\.ts$/, '$1'))
    // What containers prove is a spec of the harness: no gate runs it.
    .filter((id) => !/^(harness|containers)\//.test(id));

  test('is found', () => {
    expect(checks.length).toBeGreaterThan(115);
  });

  test.each(checks)('%s is proved able to fail by two planted faults', (id) => {
    expect(byCheck.get(id)?.length ?? 0, `faults of ${id}: ${byCheck.get(id)?.join(', ')}`).toBeGreaterThan(1);
  });
});

describe('every table', () => {
  const specs = globSync('{*,alone/*}.spec.ts', { cwd: import.meta.dirname })
    .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'))
    .join('\n');

  test.each([...tables.keys()])('%s is planted by one spec', (table) => {
    expect(specs.split(new RegExp(`catches(?:InEventApi)?\\('${table}', `))).toHaveLength(2);
  });
});
