import { SourceMap, type SourceMapPayload } from 'node:module';
import { posix } from 'node:path';
import type { SourcePosition } from '../function-reference.ts';

/** The address of a script's source map, as its last lines name it: an URL, or `data:`; undefined where there is none. */
export function sourceMapAddress(text: string, url: string): string | undefined {
  const at = text.lastIndexOf('sourceMappingURL=');
  const named =
    at === -1
      ? undefined
      : /^\/\/[#@] ?sourceMappingURL=([^\s"'`]+)\s*$/.exec(text.slice(Math.max(0, at - 4)).replace(/^[^/]+/, ''))?.[1];
  try {
    // Written anew, since a part of a string keeps the whole of it in memory.
    return named === undefined ? undefined : Buffer.from(new URL(named, url).href).toString();
  } catch {
    return undefined;
  }
}

/** The places that a source map gives for those of a built script. */
export interface MappedSource {
  /** The place in the source, by a path without the bundler's prefix; undefined where the map tells none. */
  positionOf(built: Pick<SourcePosition, 'line' | 'column'>): SourcePosition | undefined;
}

/** Reads a source map; undefined where the text is none. Source: ECMA-426, Source map format. */
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
