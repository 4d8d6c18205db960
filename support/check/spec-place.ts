import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SpecPlace {
  /** The spec's file, absolute. */
  file: string;
  line: number;
  column: number;
}

const frameForm = /^at (?:async )?(?:.* \()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;
const ownFolder = import.meta.dirname;

/** Where `check({` or `smokeCheck({` stands: the nearest frame outside the folders that declare checks. */
export function specPlace(stack: string | undefined, skippedFolders: readonly string[] = []): SpecPlace | undefined {
  for (const frame of (stack ?? '').split('\n').slice(1)) {
    const match = frameForm.exec(frame.trim());
    if (!match?.[1]) continue;
    const address = match[1].replace(/\?.*$/, '');
    const file = address.startsWith('file://') ? fileURLToPath(address) : path.normalize(address);
    if ([ownFolder, ...skippedFolders].some((folder) => file.startsWith(folder + path.sep))) continue;
    return { file, line: Number(match[2]), column: Number(match[3]) };
  }
  return undefined;
}

/**
 * The id of the check in a spec: its path below `specs/` without its ending. A journey of a team's own lies in a folder that
 * the config names: its id is `smoke/` and the name of the file.
 */
export function idOfSpec(file: string): string | undefined {
  const match = /(?:^|[\\/])specs[\\/]((?:(?!specs[\\/]).)+?)\.(?:spec|smoke)\.[cm]?[jt]s$/.exec(file);
  if (match?.[1] !== undefined) return match[1].replaceAll('\\', '/');
  const journey = /(?:^|[\\/])([^\\/]+)\.smoke\.[cm]?[jt]s$/.exec(file);
  return journey?.[1] === undefined ? undefined : `smoke/${journey[1]}`;
}

/** "specs/worker/healthy.spec.ts:4:1", relative to the working directory. */
export function shownPlace({ file, line, column }: SpecPlace): string {
  return `${path.relative(process.cwd(), file)}:${line}:${column}`;
}
