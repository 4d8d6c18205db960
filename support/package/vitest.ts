/** `airlock/vitest`: the vitest config of a team's repository. `export { default } from 'airlock/vitest'` is all that theirs contains. */
import type { ViteUserConfig } from 'vitest/config';
import { enterTeamRepository } from '../report/runners/check-homes.ts';
import { planGate } from '../report/runners/gate-plan.ts';
import { configBesideRunner } from './config-beside-runner.ts';

export default gateConfig();

/** A promise, which vitest waits for: a module that waited itself could not be required by a CommonJS config. */
async function gateConfig(): Promise<ViteUserConfig> {
  enterTeamRepository();
  configBesideRunner(process.argv.slice(2));
  const { projects, plugins, reporters } = await planGate();
  return { plugins, test: { projects, ...(reporters && { reporters }) } };
}
