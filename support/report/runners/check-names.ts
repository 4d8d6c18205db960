import path from 'node:path';
import { ConfigurationError, type ConfigurationProblem, type LoadedDeployment } from '../../profile/index.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { checkHomes } from './check-homes.ts';
import { journeyIds } from './journeys.ts';
import { checkIdsOnDisk } from './spec-files.ts';

/**
 * A waiver or an optional entry that names no existing check would silently cover nothing.
 * @throws ConfigurationError that names each; also where a team's check has the id of another
 */
export function checkNames(loaded: LoadedDeployment): void {
  const { deployment, file, directory } = loaded;
  const known = [...checkIdsOnDisk(checkHomes(directory)), ...journeyIds(loaded)];
  const named = [
    ...deployment.waivers.map(({ check }, index) => ({ place: `waivers.${index}.check`, check })),
    ...deployment.optional.map((check, index) => ({ place: `optional.${index}`, check })),
  ];
  const problems: ConfigurationProblem[] = named
    .filter(({ check }) => !known.includes(check))
    .map(({ place, check }) => ({
      place: `${path.relative(process.cwd(), file)} › ${place}`,
      message: `\`${check}\` is not a check. ${suggestName(check, known)}`,
    }));
  if (problems.length > 0) throw new ConfigurationError(problems);
}
