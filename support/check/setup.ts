/** vitest's setup file of the gate projects, evaluated anew before every spec: so it does and imports next to nothing. */
const slot = Symbol.for('airlock.enter-run');
const shelf = globalThis as { [slot]?: typeof import('./enter-run.ts').enterRun };

shelf[slot] ??= (await import('./enter-run.ts')).enterRun;
await shelf[slot]();
