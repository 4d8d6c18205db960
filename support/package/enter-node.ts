import { spawn } from 'node:child_process';
import path from 'node:path';

/** The Node that Airlock's modules are written for. */
const neededNode = 26;

/**
 * Starts this command again with the Node that is installed beside Airlock, where an older one runs it, and ends with its exit code. npm 10
 * and pnpm do not put that Node on the path of `npx`. Everything that this module is imported with has to load on Node 20.
 */
export async function enterNode(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) >= neededNode) return;
  const bin = path.join(import.meta.dirname, '../../bin/airlock.mjs');
  const child = spawn(process.execPath, [bin, '--own-node', ...process.argv.slice(1)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  process.exit(code);
}
