import { defineConfig } from 'vitest/config';
import { planGate } from './support/report/runners/gate-plan.ts';

const { projects, plugins, reporters } = await planGate();

export default defineConfig({
  plugins,
  test: { projects, ...(reporters && { reporters }) },
});
