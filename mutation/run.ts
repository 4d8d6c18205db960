/** `npm run mutation [PART…]`: runs Stryker over one part after another, each with the specs that have to notice. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parts } from './parts.ts';

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  process.stderr.write(`There is no part ${unknown}. The parts are ${Object.keys(parts).join(', ')}.\n`);
  process.exit(78);
}

const codes = (asked.length > 0 ? asked : Object.keys(parts)).map((name) => {
  const { status } = spawnSync('stryker', ['run', 'mutation/stryker.config.mjs'], {
    cwd: path.join(import.meta.dirname, '..'),
    stdio: 'inherit',
    env: { ...process.env, AIRLOCK_MUTATION: name },
  });
  return status ?? 1;
});
process.exitCode = Math.max(...codes);
