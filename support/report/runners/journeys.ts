import { readdirSync } from 'node:fs';
import path from 'node:path';
import { configurationError, type LoadedDeployment } from '../../profile/index.ts';
import { checkIdsOnDisk } from './spec-files.ts';

const ending = '.smoke.ts';
const defaultFolder = 'journeys';

/**
 * The folder of a team's own journeys: the one that `platforms.smoke.journeys` names, or `journeys` beside the config.
 * Undefined where there is none.
 * @throws ConfigurationError where the config names a folder without a journey
 */
export function journeysFolder({ deployment, directory, file }: LoadedDeployment): string | undefined {
  const { smoke } = deployment.platforms;
  if (smoke === undefined) return undefined;
  const folder = path.resolve(directory, smoke.journeys ?? defaultFolder);
  if (journeysIn(folder).length > 0) return folder;
  if (smoke.journeys === undefined) return undefined;
  throw configurationError(
    `${path.relative(process.cwd(), file)} › platforms.smoke.journeys`,
    `${smoke.journeys} has no file that ends in ${ending}.`,
    'Correct the path, which is relative to the config, or leave it out.',
  );
}

/**
 * The ids of a team's own journeys: `smoke/` and the name of the file.
 * @throws ConfigurationError where one has the name of a smoke test of Airlock: two outcomes would share an id
 */
export function journeyIds(loaded: LoadedDeployment): string[] {
  const folder = journeysFolder(loaded);
  if (folder === undefined) return [];
  const own = checkIdsOnDisk();
  const ids = journeysIn(folder).map((name) => `smoke/${name.slice(0, -ending.length)}`);
  const taken = ids.find((id) => own.includes(id));
  if (taken === undefined) return ids;
  throw configurationError(
    path.relative(process.cwd(), path.join(folder, `${taken.slice('smoke/'.length)}${ending}`)),
    `\`${taken}\` is one of Airlock's own checks.`,
    'Give the journey another name.',
  );
}

function journeysIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(ending));
  } catch {
    return [];
  }
}
