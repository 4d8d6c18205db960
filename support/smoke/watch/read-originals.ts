import { SourceMap, type SourceMapPayload } from 'node:module';
import type { Page } from '@playwright/test';
import { firstFrame } from './first-frame.ts';
import type { PageEvent } from './page-event.ts';

const timeoutMs = 3_000;

/**
 * Maps the errors of a page to its source, `src/sites.tsx:14:9`, by the first frame in a served script. Only maps that the site
 * itself serves are read; a frame without one is left out.
 */
export async function readOriginals(tab: Page, events: readonly PageEvent[]): Promise<Map<string, string>> {
  const frames = new Set(
    events.flatMap((event) => (event.kind === 'uncaught-error' ? (firstFrame(event.stack) ?? []) : [])),
  );
  const found = new Map<string, string>();
  const maps = new Map<string, Promise<SourceMap | undefined>>();
  for (const frame of frames) {
    const [, script = '', line, column] = /^(.*):(\d+):(\d+)$/.exec(frame) ?? [];
    if (!URL.canParse(script) || new URL(script).origin !== new URL(tab.url()).origin) continue;
    const map = maps.get(script) ?? readMap(tab, script).catch(() => undefined);
    maps.set(script, map);
    const entry = (await map)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry && 'originalSource' in entry)
      found.set(frame, `${shown(entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`);
  }
  return found;
}

/** The source map that a script names in its last lines. Source: tc39.es/ecma426, "Linking generated code to source maps". */
async function readMap(tab: Page, script: string): Promise<SourceMap | undefined> {
  const text = await (await tab.request.get(script, { timeout: timeoutMs })).text();
  const named = /\/\/[#@] sourceMappingURL=(\S+)\s*$/.exec(text.slice(-2_000))?.[1];
  if (named === undefined || named.startsWith('data:')) return undefined;
  const address = new URL(named, script);
  if (address.origin !== new URL(script).origin) return undefined;
  const answer = await tab.request.get(address.href, { timeout: timeoutMs });
  return answer.ok() ? new SourceMap((await answer.json()) as SourceMapPayload) : undefined;
}

function shown(source: string): string {
  return source.replace(/^(?:\.\.\/)+/, '').replace(/^\w+:\/\/\/?/, '');
}
