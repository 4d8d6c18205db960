import type { PlaywrightTestConfig } from '@playwright/test';
import { enterTeamRepository } from '../report/runners/check-homes.ts';
import { enterSmoke } from '../smoke/declare.ts';
import { journey, smokeCheck } from '../smoke/index.ts';
import { configBesideRunner } from './config-beside-runner.ts';
import { reachConfig } from './reached-config.ts';
import { smokeConfig } from './smoke-config.ts';

/** The Playwright config of a smoke run in a team's repository. */
export function teamSmokeConfig(): Promise<PlaywrightTestConfig> {
  reachConfig();
  enterTeamRepository();
  enterSmoke({ journey, smokeCheck });
  configBesideRunner(process.argv.slice(2));
  return smokeConfig();
}
