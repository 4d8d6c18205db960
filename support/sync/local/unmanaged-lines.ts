import { unmanagedMarker } from '../../families/config/index.ts';

/** An entry as dotenv finds it (its `LINE` pattern): a key, and a value that may run over several lines in quotes. */
const entry =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)(?:[ \t]*=[ \t]*|:[ \t]+)('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`|[^#\r\n]+)?[ \t]*(?:#.*)?$/gm;

export interface UnmanagedLines {
  /** The keys that are not in the table. */
  keys: string[];
  /** The lines that are kept, unchanged. */
  text: string;
}

/**
 * What a local file has and the table does not: entries of other keys, and below the marker also comments. Comments
 * above the marker are the generator's own, or belong to lines that are generated now.
 * @param managed the keys that the table has for this file
 */
export function unmanagedLines(file: string, managed: ReadonlySet<string>): UnmanagedLines {
  const text = file.replaceAll(/\r\n?/g, '\n');
  const at = `\n${text}`.indexOf(`\n${unmanagedMarker}`);
  const above = at < 0 ? text : text.slice(0, at);
  const below = at < 0 ? '' : text.slice(at + unmanagedMarker.length).replace(/^\n/, '');
  const found = [...above.matchAll(entry)].filter(([, key = '']) => !managed.has(key));
  const kept = below.replaceAll(entry, (line, key: string) => (managed.has(key) ? '' : line));
  return {
    keys: [...new Set([...found, ...kept.matchAll(entry)].map(([, key = '']) => key))],
    text: [
      ...found.map(([line]) => line),
      kept
        .replace(/\n{3,}/g, '\n\n')
        .replace(/^\n+/, '')
        .trimEnd(),
    ]
      .filter((part) => part !== '')
      .join('\n'),
  };
}
