import { parts } from './parts.ts';

/** One part of the code that decides, as `AIRLOCK_MUTATION` names it (see run.ts). */
const name = process.env.AIRLOCK_MUTATION ?? '';

export default {
  testRunner: 'vitest',
  vitest: { configFile: 'mutation/vitest.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner'],
  coverageAnalysis: 'perTest',
  mutate: [...(parts[name]?.mutate ?? [])],
  ignorePatterns: ['/fixtures/frontends', '/reports', '/.cache', '/bench'],
  // Names no file on purpose: Stryker 10.1 cannot use the API of TypeScript 7.
  tsconfigFile: 'mutation/no-tsconfig.json',
  incremental: true,
  incrementalFile: `reports/mutation/${name}.incremental.json`,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false, reportMutants: true },
  jsonReporter: { fileName: `reports/mutation/${name}.json` },
  tempDirName: '.cache/mutation',
  concurrency: 2,
  timeoutMS: 20_000,
  thresholds: { high: 90, low: 85, break: 85 },
};
