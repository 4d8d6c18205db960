import { createRequire } from 'node:module';
import path from 'node:path';
import { isBuilt, moduleFile } from '../../files/module-file.ts';

const { resolve } = createRequire(import.meta.url);

export type Runner = 'vitest' | 'playwright';

/** The command of a runner, without its project, for the Node that runs this. */
export function runnerCommand(runner: Runner): string[] {
  return runner === 'vitest'
    ? [path.join(path.dirname(resolve('vitest/package.json')), 'vitest.mjs'), 'run', ...configOf(runner)]
    : [resolve('@playwright/test/cli'), 'test', ...configOf(runner)];
}

/** `airlock` was called, as in a team's repository: from the package, or from a clone elsewhere. Otherwise it is `npm run` of a clone. */
const forTeam = isBuilt(import.meta.filename) || process.env.AIRLOCK_CALLED_AS === 'airlock';

/** Where runners are started: a clone has its own configs at its top. A team's repository is run where its people are. */
export const runnerFolder = forTeam ? process.cwd() : path.join(import.meta.dirname, '../../..');

/** In a team's repository the runners are given Airlock's configs, whatever others are there for the team's own tests. */
function configOf(runner: Runner): string[] {
  if (!forTeam) return [];
  return ['--config', moduleFile(import.meta.filename, `../../package/${runner}.ts`)];
}
