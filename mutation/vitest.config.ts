import { defineConfig } from 'vitest/config';

/** The fast specs of what is mutated. A run of every spec for each mutant would take days. */
export default defineConfig({
  test: {
    pool: 'threads',
    include: [
      'specs/harness/report/judge-gate.spec.ts',
      'specs/harness/report/judge-plan.spec.ts',
      'specs/harness/report/reduce.spec.ts',
      'specs/harness/table/**/*.spec.ts',
      'specs/harness/contract/**/*.spec.ts',
      'specs/harness/config/**/*.spec.ts',
      'specs/harness/isolation/**/*.spec.ts',
      'specs/harness/worker/**/*.spec.ts',
      'specs/harness/convex/**/*.spec.ts',
    ],
    exclude: ['**/*.deep.spec.ts'],
    testTimeout: 60_000,
  },
});
