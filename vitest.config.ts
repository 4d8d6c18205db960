import { defineConfig } from 'vitest/config';
import { planGate } from './support/report/runners/gate-plan.ts';

const { projects, plugins, reporters, sequence } = await planGate();

export default defineConfig({
  // What a developer's `.env` files give to Vite is not a variable of a run, and would take the place of the table's cells.
  envDir: false,
  plugins,
  test: { projects, ...(reporters && { reporters }), ...(sequence && { sequence }) },
});
