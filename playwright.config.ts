import { defineConfig } from '@playwright/test';
import { enterNode } from './support/package/enter-node.ts';

await enterNode();
// What it imports does not load on an older Node.
const { smokeConfig } = await import('./support/package/smoke-config.ts');

export default defineConfig(await smokeConfig());
