import nodeModule from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { exitCodes } from '../../command/exit-code.ts';
import { moduleFile } from '../../files/module-file.ts';
import type { GatePlan } from './plan-projects.ts';

/**
 * What this vitest run is about, from its command line.
 * If the config, the table, a waiver or the command is wrong, it says so and ends the process with 78.
 */
export async function planGate(typed: readonly string[] = process.argv.slice(2)): Promise<GatePlan> {
  requireNode();
  // Types are stripped once, and not with every run; a folder that cannot be written only costs the time.
  nodeModule.enableCompileCache(path.join(import.meta.dirname, '../../../.cache/compiled'));
  // Loaded by Node and not bundled with vitest's config, so that it is one with what the deployment's config imports. Bundling it with
  // each run would also take longer than loading it does.
  const file = pathToFileURL(moduleFile(import.meta.filename, './plan-projects.ts')).href;
  const { planRun } = (await import(/* @vite-ignore */ file)) as typeof import('./plan-projects.ts');
  return planRun(typed);
}

/** A Node that cannot load TypeScript ends in a stack trace of whatever it meets first; vitest bundles this file, so it still runs there. */
function requireNode(): void {
  if (process.features.typescript || !import.meta.filename.endsWith('.ts')) return;
  process.stderr.write(
    `Airlock needs the Node that \`npm ci\` installs with it, and this is Node ${process.versions.node} (${process.execPath}).\nRun it through npm: npx vitest run --project prod\n`,
  );
  process.exit(exitCodes.configuration);
}
