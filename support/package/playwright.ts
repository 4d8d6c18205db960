/** `airlock/playwright`: the Playwright config of a team's repository. `export { default } from 'airlock/playwright'` is all that theirs contains. */
import type { PlaywrightTestConfig } from '@playwright/test';
import { enterNode } from './enter-node.ts';

export default teamConfig();

/** A promise, which Playwright waits for: a module that waited itself could not be required by a CommonJS config. */
async function teamConfig(): Promise<PlaywrightTestConfig> {
  await enterNode();
  const { teamSmokeConfig } = await import('./team-smoke-config.ts');
  return teamSmokeConfig();
}
