import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownProjects, ownProjectsOf, specsOf } from '../../../support/report/runners/projects.ts';

const root = path.join(import.meta.dirname, '../../..');
/** They share specs: one plants each fault alone, the others a part of the faults each, several at once. */
const projectsOfFaults = ['faults', 'first-faults', 'other-faults'];
const known = [
  ...ownProjects.map((name) => ({
    name: projectsOfFaults.includes(name) ? 'faults' : name,
    test: ownProjectsOf([name])[0]?.test,
  })),
  // The checks: each environment runs them, so that their gates are one project here.
  { name: 'gate', test: { include: specsOf('prod'), exclude: ['specs/{harness,containers,smoke}/**'] } },
];

/** The projects that run a spec, by their own patterns. */
function projectsOf(spec: string): string[] {
  const fits = (patterns: readonly string[] = []) => patterns.some((pattern) => path.matchesGlob(spec, pattern));
  const names = known.filter(({ test }) => fits(test?.include) && !fits(test?.exclude)).map(({ name }) => name);
  return [...new Set(names)];
}

describe('every spec', () => {
  const specs = globSync('**/*.spec.ts', { cwd: root, exclude: ['node_modules/**', 'fixtures/**', '.*/**'] });

  test('is found', () => {
    expect(specs.length).toBeGreaterThan(250);
  });

  test('belongs to one project', () => {
    const other = specs.map((spec) => [spec, projectsOf(spec)] as const).filter(([, names]) => names.length !== 1);
    expect(other).toEqual([]);
  });
});

test.each([
  ['specs/harness/http/retry.spec.ts', ['harness']],
  ['specs/harness/http/retry.deep.spec.ts', ['deep']],
  ['specs/harness/faults/convex.spec.ts', ['faults']],
  ['specs/harness/faults/convex.deep.spec.ts', ['deep']],
  ['specs/containers/redis.spec.ts', ['containers']],
  ['specs/worker/healthy.spec.ts', ['gate']],
  ['specs/stray.spec.ts', []],
  ['support/http/stray.spec.ts', []],
])('%s belongs to %j', (spec, names) => {
  expect(projectsOf(spec)).toEqual(names);
});

test('a run that names no project runs what is fast', () => {
  expect(ownProjectsOf([]).map(({ test }) => test?.name)).toEqual(['harness', 'first-faults']);
});
