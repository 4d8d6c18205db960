import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Catch, Fault } from '../../../fixtures/faults/fault.ts';
import type { Outcome } from '../../../support/check/index.ts';
import { plantFault } from './plant-fault.ts';

const root = path.join(import.meta.dirname, '../../..');
const files = globSync('fixtures/faults/*.ts', { cwd: root })
  .filter((file) => !file.endsWith('fault.ts'))
  .sort();
const faults = await Promise.all(
  files.map(async (file) => {
    const exported = Object.values((await import(path.join(root, file))) as Record<string, Fault>);
    return { name: path.basename(file, '.ts'), faults: exported };
  }),
);

/** What a check says in the verdict, as one text. */
function wordsOf({ findings, reason, enable }: Outcome): string {
  return [
    ...findings.flatMap(({ what, expected, received, from, remedy }) => [
      what,
      expected,
      received,
      ...from,
      remedy ?? '',
    ]),
    reason ?? '',
    enable ?? '',
  ].join('\n');
}

describe('a fault that is planted is caught', () => {
  test.concurrent.each(faults.flatMap(({ name, faults: each }) => each.map((fault) => ({ name, fault }))))(
    '$name: $fault.story',
    async ({ fault }) => {
      const run = await plantFault(fault);
      const outcomes = (run.verdict?.parts.specs?.outcomes ?? []).filter(({ environment }) => environment === 'prod');
      const seen = outcomes
        .filter(({ check }) => fault.caughtBy.some((each) => each.check === check))
        .map(({ check, kind }) => ({ check, kind }));
      expect(seen.sort(byCheck), run.stdout + run.stderr).toEqual(
        fault.caughtBy.map(({ check, kind }) => ({ check, kind })).sort(byCheck),
      );
      for (const { check, says } of fault.caughtBy) {
        const outcome = outcomes.find((each) => each.check === check);
        for (const words of says) {
          expect(wordsOf(outcome as Outcome)).toMatch(words);
          // What the verdict file holds is what the terminal shows.
          expect(run.stdout.replace(/\s+/g, ' ')).toMatch(
            typeof words === 'string' ? words.replace(/\s+/g, ' ') : words,
          );
        }
      }
      expect(run.exitCode, run.stdout + run.stderr).toBe(fault.exitCode);
      expect(run.stdout + run.stderr).not.toMatch(/^\s+at .*(node_modules|node:)/m);
    },
  );
});

describe('every check', () => {
  const caught = new Set(
    faults.flatMap(({ faults: each }) =>
      each.flatMap(({ caughtBy }) =>
        caughtBy.filter(({ kind }: Catch) => kind === 'failed' || kind === 'warned').map(({ check }) => check),
      ),
    ),
  );
  const checks = globSync('specs/*/*.spec.ts', { cwd: root, exclude: ['specs/harness/**', 'specs/containers/**'] })
    .map((file) => file.replace(/^specs\//, '').replace(/\.spec\.ts$/, ''))
    .filter((id) => !id.startsWith('harness/') && !id.startsWith('containers/'));

  test.each(checks)('%s is proved able to fail by a planted fault', (id) => {
    expect([...caught]).toContain(id);
  });
});

function byCheck(a: { check: string }, b: { check: string }): number {
  return a.check.localeCompare(b.check);
}
