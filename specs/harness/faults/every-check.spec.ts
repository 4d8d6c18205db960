import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { smokeFaults } from '../../../fixtures/faults/smoke.ts';
import { smokeBeyondFaults } from '../../../fixtures/faults/smoke-beyond.ts';
import type { SmokeFault } from '../../../fixtures/faults/smoke-fault.ts';
import { loadTables, provedBy } from './tables.ts';

const root = path.join(import.meta.dirname, '../../..');
const tables = await loadTables();

interface Proof {
  fault: string;
  /** What the check says of it. Two faults of which it says the same are one kind. */
  says: string;
}

/** Checks that say one thing of whatever they find: their faults differ in the cause. */
const saysOneThing: Readonly<Record<string, string>> = {
  'isolation/document-canary': 'a document is seen elsewhere, in a shared database as in a copied one',
};

/** The faults that prove a check able to fail, by its id. */
function proofs(): Map<string, Proof[]> {
  const ofTables = [...tables].flatMap(([table, faults]) =>
    Object.entries(faults).map(([name, { caughtBy }]) => ({ fault: `${table}/${name}`, caughtBy })),
  );
  const ofBrowsers = Object.entries<SmokeFault>({ ...smokeFaults, ...smokeBeyondFaults }).map(
    ([name, { caughtBy }]) => ({ fault: `smoke/${name}`, caughtBy }),
  );
  const byCheck = new Map<string, Proof[]>();
  for (const { fault, caughtBy } of [...ofTables, ...ofBrowsers])
    for (const { check, kind = 'failed', says } of provedBy({ caughtBy }))
      byCheck.set(check, [...(byCheck.get(check) ?? []), { fault, says: [kind, ...says.map(String)].join(' | ') }]);
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

  test.each(checks)('%s is proved able to fail by two planted faults of different kinds', (id) => {
    const found = byCheck.get(id) ?? [];
    const faults = new Set(found.map(({ fault }) => fault));
    const kinds = new Set(found.map(({ says }) => says));
    const told = found.map(({ fault, says }) => `\n  ${fault}: ${says}`).join('');
    const platform = id.split('/')[0];
    const add = `add a fault to a table in fixtures/faults (${platform}.ts, if there is one) that has ${id} in caughtBy`;
    expect(faults.size, `${id} needs two faults and has ${faults.size}: ${add}${told}`).toBeGreaterThan(1);
    expect(kinds.size > 1, `the faults of ${id} have to differ in what the check says of them:${told}`).toBe(
      !Object.hasOwn(saysOneThing, id),
    );
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
