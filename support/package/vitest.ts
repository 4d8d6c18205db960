/** `airlock/vitest`: the vitest config of a team's repository. `export { default } from 'airlock/vitest'` is all that theirs contains. */
import type { ViteUserConfig } from 'vitest/config';
import { enterNode } from './enter-node.ts';

export default teamConfig();

/** A promise, which vitest waits for: a module that waited itself could not be required by a CommonJS config. */
async function teamConfig(): Promise<ViteUserConfig> {
  await enterNode();
  const { gateConfig } = await import('./gate-config.ts');
  return gateConfig();
}
