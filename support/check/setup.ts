/** vitest's setup file of the gate projects, evaluated anew before every spec: so it does and imports next to nothing. */
import { enableCompileCache } from 'node:module';

const slot = Symbol.for('airlock.enter-run');
const shelf = globalThis as { [slot]?: typeof import('./enter-run.ts').enterRun };

if (!shelf[slot]) {
  // Types are stripped once, and not with every run; a folder that cannot be written only costs the time.
  enableCompileCache(`${import.meta.dirname}/../../.cache/compiled`);
  shelf[slot] = (await import('./enter-run.ts')).enterRun;
}
await shelf[slot]();
