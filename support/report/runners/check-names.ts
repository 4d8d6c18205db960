import path from 'node:path';
import { ConfigurationError, type ConfigurationProblem, type LoadedDeployment } from '../../profile/index.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { checkHomes } from './check-homes.ts';
import { journeyIds } from './journeys.ts';
import { checkIdsOnDisk } from './spec-files.ts';

/**
 * A waiver or an optional entry that names no existing check would silently cover nothing, and an owner of one would own nothing.
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
  const parts = [...new Set(known.map((check) => check.split('/')[0] ?? check))];
  problems.push(...onCallProblems(loaded, parts, known));
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** Who is called is named by check, platform or `*`: a mistyped name would name nobody. */
function onCallProblems(
  { deployment: { onCall }, file }: LoadedDeployment,
  platforms: readonly string[],
  checks: readonly string[],
): ConfigurationProblem[] {
  const named = [
    ...Object.keys(onCall.owners).map((name) => ({ name, setting: 'owners', known: [...platforms, ...checks, '*'] })),
    ...Object.keys(onCall.runbooks).map((name) => ({
      name,
      setting: 'runbooks',
      known: [...platforms, ...checks, '*'],
    })),
    ...Object.keys(onCall.dashboards).map((name) => ({ name, setting: 'dashboards', known: platforms })),
  ];
  return named
    .filter(({ name, known }) => !known.includes(name))
    .map(({ name, setting, known }) => ({
      place: `${path.relative(process.cwd(), file)} › onCall.${setting}`,
      message: `\`${name}\` is not a ${setting === 'dashboards' ? 'platform' : 'check or a platform'}. ${suggestName(name, known)}`,
    }));
}
