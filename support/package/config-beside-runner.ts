import { statSync } from 'node:fs';
import path from 'node:path';
import { nearestConfig } from '../profile/loading/find-config.ts';
import { valuesOf } from '../report/runners/options/command-line.ts';

/** The folder of the configs that Airlock gives to its runners. */
const ownConfigs = import.meta.dirname;

/**
 * Names the deployment's config to this process and to those that it starts, where the command names the runner's: `--config` or
 * `--root`, which may be given in any working directory. Otherwise the nearest config to the working directory is found as ever: what
 * `airlock run` names is a config of Airlock's own, and says nothing of where the deployment is.
 */
export function configBesideRunner(argv: readonly string[], variables: NodeJS.ProcessEnv = process.env): void {
  if (variables.DEPLOYMENT_CONFIG) return;
  const named = ['--config', '-c', '--root', '-r'].flatMap((option) => valuesOf(argv, option));
  const folders = named.map((each) => folderOf(path.resolve(each))).filter((folder) => folder !== ownConfigs);
  const found = folders.map(nearestConfig).find((file) => file !== undefined);
  if (found !== undefined) variables.DEPLOYMENT_CONFIG = found;
}

function folderOf(named: string): string {
  return statSync(named, { throwIfNoEntry: false })?.isDirectory() ? named : path.dirname(named);
}
