import { expect, test } from 'vitest';
import { triedEnvironments } from '../../../support/families/isolation/index.ts';

type Class = 'development' | 'staging' | 'production';
const named = (environment: string, kind: Class = 'development') => ({ environment, class: kind });

/** The pairs that are tried of a list of environments. */
function pairsOf(environments: readonly ReturnType<typeof named>[]): string[] {
  return environments.flatMap((own) =>
    triedEnvironments(
      own,
      environments.filter((other) => other !== own),
    ).map((other) => `${own.environment} ${other.environment}`),
  );
}

const previews = (count: number) => Array.from({ length: count }, (_, index) => named(`preview-${index + 10}`));

test('every pair with staging or production is tried, both ways', () => {
  const environments = [named('prod', 'production'), named('staging', 'staging'), ...previews(20)];
  const pairs = new Set(pairsOf(environments));
  for (const guarded of ['prod', 'staging'])
    for (const { environment } of environments.filter((each) => each.environment !== guarded)) {
      expect(pairs).toContain(`${guarded} ${environment}`);
      expect(pairs).toContain(`${environment} ${guarded}`);
    }
});

test.each([1, 2, 3])('every pair of %i development environments is tried', (count) => {
  expect(pairsOf(previews(count))).toHaveLength(count * (count - 1));
});

test('the pairs of development environments grow with their number, and each of them is tried and tries', () => {
  const pairs = pairsOf(previews(50));
  expect(pairs).toHaveLength(100);
  expect(new Set(pairs.map((pair) => pair.split(' ')[0])).size).toBe(50);
  expect(new Set(pairs.map((pair) => pair.split(' ')[1])).size).toBe(50);
});
