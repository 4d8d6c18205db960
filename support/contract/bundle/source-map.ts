import { SourceMap, type SourceMapPayload } from 'node:module';
import { posix } from 'node:path';
import type { SourcePosition } from '../function-reference.ts';

/** The URL of a script's source map, which may be a `data:` one; undefined where its last lines name none. */
export function sourceMapAddress(text: string, url: string): string | undefined {
  const at = text.lastIndexOf('sourceMappingURL=');
  const named =
    at === -1
      ? undefined
      : /^\/\/[#@] ?sourceMappingURL=([^\s"'`]+)\s*$/.exec(text.slice(Math.max(0, at - 4)).replace(/^[^/]+/, ''))?.[1];
  try {
    // Copied, since a slice of a string keeps all of it in memory.
    return named === undefined ? undefined : Buffer.from(new URL(named, url).href).toString();
  } catch {
    return undefined;
  }
}

/** A source map of a built script. */
export interface MappedSource {
  /** The position in the source, with a path without the bundler's prefix; undefined where the map has none. */
  positionOf(built: Pick<SourcePosition, 'line' | 'column'>): SourcePosition | undefined;
}

/** Reads a source map; undefined where the text is not one. Source: ECMA-426, Source map format. */
export function parseSourceMap(text: string): MappedSource | undefined {
  let map: SourceMap;
  try {
    const payload = JSON.parse(text.replace(/^\)\]\}'[^\n]*\n/, '')) as SourceMapPayload;
    if (payload?.version !== 3 || typeof payload.mappings !== 'string') return undefined;
    map = new SourceMap(payload);
  } catch {
    return undefined;
  }
  return {
    positionOf({ line, column }) {
      const entry = map.findEntry(line - 1, column - 1);
      if (!('originalSource' in entry)) return undefined;
      const file = posix
        .normalize(entry.originalSource.replace(/^(?:webpack|turbopack):\/\/[^/]*\/?/, ''))
        .replace(/^(?:\.\.\/)+/, '');
      return { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
    },
  };
}
