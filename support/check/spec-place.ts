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

/** The path below `specs/` without its ending, which is the id of the check that stands in it. */
export function idOfSpec(file: string): string | undefined {
  const match = /(?:^|[\\/])specs[\\/]((?:(?!specs[\\/]).)+?)\.(?:spec|smoke)\.ts$/.exec(file);
  return match?.[1]?.replaceAll('\\', '/');
}

/** "specs/worker/healthy.spec.ts:4:1", relative to the working directory. */
export function shownPlace({ file, line, column }: SpecPlace): string {
  return `${path.relative(process.cwd(), file)}:${line}:${column}`;
}
