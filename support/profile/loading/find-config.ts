import { existsSync } from 'node:fs';
import path from 'node:path';

/** What a config may be called. The first is the name that messages use. */
export const configNames = [
  'deployment.config.ts',
  'deployment.config.mts',
  'deployment.config.js',
  'deployment.config.mjs',
  'deployment.config.cts',
  'deployment.config.cjs',
];

/** The folder that `init` writes a config into, unless it is told another. */
export const usualFolder = 'airlock';

/**
 * The config that a command means: the one that `DEPLOYMENT_CONFIG` names, or the nearest one in the working directory or above it
 * (in its folder `airlock` too), no further than the top of the repository.
 * @returns its path as a person at this prompt would type it; the usual name where there is none, for a message
 */
export function findConfig(variables: Readonly<Record<string, string | undefined>>, from = process.cwd()): string {
  const [usual = ''] = configNames;
  if (variables.DEPLOYMENT_CONFIG) return variables.DEPLOYMENT_CONFIG;
  const found = nearestConfig(from);
  return found === undefined ? usual : path.relative(process.cwd(), found);
}

/** The nearest config in a folder or above it, or in the folder `airlock` of one of them; undefined where there is none up to the top of the repository. */
export function nearestConfig(folder: string): string | undefined {
  const here = [folder, path.join(folder, usualFolder)]
    .flatMap((place) => configNames.map((name) => path.join(place, name)))
    .find((file) => existsSync(file));
  const above = path.dirname(folder);
  if (here !== undefined || above === folder || existsSync(path.join(folder, '.git'))) return here;
  return nearestConfig(above);
}
