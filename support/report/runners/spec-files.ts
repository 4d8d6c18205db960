import { readdirSync } from 'node:fs';
import path from 'node:path';
import { idOfSpec } from '../../check/spec-place.ts';
import { ConfigurationError } from '../../profile/index.ts';
import type { CheckHomes } from './check-homes.ts';

/** Folders below `specs/` that prove Airlock itself, and look at no deployment. */
const own = ['harness', 'containers'];

/**
 * The ids of all checks on disk, smoke tests among them: the paths of the specs below `specs/`, without their endings.
 * @throws ConfigurationError where a team's check has the id of another
 */
export function checkIdsOnDisk(homes: CheckHomes): string[] {
  const ids = checksIn(homes.own).map(({ id }) => id);
  return homes.team === undefined ? ids : [...ids, ...teamIds(homes.team, ids)];
}

function teamIds(team: string, taken: readonly string[]): string[] {
  const checks = checksIn(team);
  const takenKeys = taken.map(asStored);
  const problems = checks.flatMap(({ id, file }, index) => {
    const key = asStored(id);
    const twin = checks.slice(0, index).find((other) => asStored(other.id) === key);
    if (twin === undefined && !takenKeys.includes(key)) return [];

    const own = taken[takenKeys.indexOf(key)];
    const whose = twin === undefined ? "one of Airlock's own checks" : `the check of ${twin.file} too`;
    const other = twin === undefined ? own : twin.id;
    const however = other === id ? '' : ', but for capital letters or the normal form of Unicode';
    return [
      {
        place: file,
        message: `\`${id}\` is ${whose}${however}.`,
        remedy: 'Give the file another name, and its check that id.',
      },
    ];
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return checks.map(({ id }) => id);
}

/** Many file systems take two names for one that differ in capital letters or in the normal form of Unicode alone. */
function asStored(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

interface CheckFile {
  id: string;
  /** Its path below the folder. */
  file: string;
}

function checksIn(folder: string): CheckFile[] {
  return specsBelow(folder).flatMap((file) => {
    const [, platform = '', ending] = /^specs\/([^/]+)\/.+\.(spec|smoke)\.[cm]?[jt]s$/.exec(file) ?? [];
    const id = idOfSpec(`/${file}`);
    const fits = id !== undefined && !own.includes(platform) && (ending === 'smoke') === (platform === 'smoke');
    return fits ? [{ id, file }] : [];
  });
}

/** Read as a plain listing: Node's own glob takes longer to load than all specs to list. */
function specsBelow(folder: string): string[] {
  try {
    const files = readdirSync(path.join(folder, 'specs'), { recursive: true, encoding: 'utf8' });
    return files.map((file) => `specs/${file.replaceAll('\\', '/')}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
