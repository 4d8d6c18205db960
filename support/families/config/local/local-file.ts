import { parseEnv } from 'node:util';
import type { LocalReader, Profile, SyncTarget, TableValue } from '../../../profile/index.ts';
import { readAs } from './read-as.ts';

/** Above this line everything is generated; below it stands what the table does not know. */
export const unmanagedMarker = '# --- Below this line nothing is managed: sync-env keeps it as it is. ---';

/**
 * The keys of a local file, those that are generated and those that are kept, with the values that its reader finds.
 * @param reader what reads the file
 */
export function parseLocalFile(
  text: string,
  reader: LocalReader = 'dotenv',
): { managed: Map<string, string>; unmanaged: Map<string, string> } {
  const lines = text.split(/\r?\n/);
  const at = lines.indexOf(unmanagedMarker);
  const entries = (part: readonly string[]) =>
    readAs(
      reader,
      new Map(
        Object.entries(parseEnv(part.join('\n'))).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, value]],
        ),
      ),
    );
  if (at < 0) return { managed: entries(lines), unmanaged: new Map() };
  return { managed: entries(lines.slice(0, at)), unmanaged: entries(lines.slice(at + 1)) };
}

/** The rows that a target's local file is made of. */
export function localRows({ table }: Profile, { target }: SyncTarget): TableValue[] {
  return table.values.filter((value) => value.targets.some(({ text }) => text === target));
}
