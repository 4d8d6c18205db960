/** `airlock/playwright`: the Playwright config of a team's repository. `export { default } from 'airlock/playwright'` is all that theirs contains. */
import type { PlaywrightTestConfig } from '@playwright/test';
import { enterTeamRepository } from '../report/runners/check-homes.ts';
import { enterSmoke } from '../smoke/declare.ts';
import { journey, smokeCheck } from '../smoke/index.ts';
import { configBesideRunner } from './config-beside-runner.ts';
import { smokeConfig } from './smoke-config.ts';

export default teamConfig();

/** A promise, which Playwright waits for: a module that waited itself could not be required by a CommonJS config. */
function teamConfig(): Promise<PlaywrightTestConfig> {
  enterTeamRepository();
  enterSmoke({ journey, smokeCheck });
  configBesideRunner(process.argv.slice(2));
  return smokeConfig();
}
