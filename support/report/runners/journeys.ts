import { readdirSync } from 'node:fs';
import path from 'node:path';
import { configurationError, type LoadedDeployment } from '../../profile/index.ts';
import { checkHomes } from './check-homes.ts';
import { checkIdsOnDisk } from './spec-files.ts';

const ending = /\.smoke\.[cm]?[jt]s$/;
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
    `${smoke.journeys} has no file that ends in .smoke.ts.`,
    'Correct the path, which is relative to the config, or leave it out.',
  );
}

/**
 * The ids of a team's own journeys: `smoke/` and the name of the file.
 * @throws ConfigurationError where one has the name of another smoke test: two outcomes would share an id
 */
export function journeyIds(loaded: LoadedDeployment): string[] {
  const folder = journeysFolder(loaded);
  if (folder === undefined) return [];
  const own = checkIdsOnDisk(checkHomes(loaded.directory));
  const files = journeysIn(folder);
  const ids = files.map((name) => `smoke/${name.replace(ending, '')}`);
  const taken = ids.findIndex((id, index) => own.includes(id) || ids.indexOf(id) < index);
  if (taken === -1) return ids;
  const whose = own.includes(ids[taken] ?? '') ? 'is a check already' : 'is declared twice';
  throw configurationError(
    path.relative(process.cwd(), path.join(folder, files[taken] ?? '')),
    `\`${ids[taken]}\` ${whose}.`,
    'Give the journey another name.',
  );
}

function journeysIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => ending.test(name));
  } catch {
    return [];
  }
}
