import type { ViteUserConfig } from 'vitest/config';
import { enterTeamRepository } from '../report/runners/check-homes.ts';
import { planGate } from '../report/runners/gate-plan.ts';
import { configBesideRunner } from './config-beside-runner.ts';
import { reachConfig } from './reached-config.ts';

/** The vitest config of a gate run in a team's repository. */
export async function gateConfig(): Promise<ViteUserConfig> {
  reachConfig();
  enterTeamRepository();
  configBesideRunner(process.argv.slice(2));
  const { projects, plugins, reporters } = await planGate();
  // What a developer's `.env` files give to Vite is not a variable of a run, and would take the place of the table's cells.
  return { envDir: false, plugins, test: { projects, ...(reporters && { reporters }) } };
}
