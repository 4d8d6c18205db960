import { readdirSync } from 'node:fs';

/** Folders below `specs/` that prove Airlock itself, and look at no deployment. */
const own = ['harness', 'containers'];

/**
 * The ids of all checks on disk, smoke tests among them: the paths of the specs below `specs/`, without their endings.
 * Read as a plain listing: Node's own glob takes longer to load than all specs to list.
 */
export function checkIdsOnDisk(): string[] {
  const files = list('specs').map((file) => file.replaceAll('\\', '/'));
  return files.flatMap((file) => {
    const [, id, platform = '', ending] = /^(([^/]+)\/.+)\.(spec|smoke)\.ts$/.exec(file) ?? [];
    const fits = id !== undefined && !own.includes(platform) && (ending === 'smoke') === (platform === 'smoke');
    return fits ? id : [];
  });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
