import type { Finding } from '../../check/finding.ts';
import { canonicalFunctionPath } from '../../contract/index.ts';
import { countWords } from '../../text/count-words.ts';
import type { ConvexCall } from '../watch/convex-traffic.ts';

/**
 * Judges whether opening a page wrote anything: a mutation, or an action, which can do anything.
 *
 * @param allowed functions that the profile lets a page call when it is opened
 */
export function judgeWrites(url: string, calls: readonly ConvexCall[], allowed: readonly string[]): Finding[] {
  const known = new Set(allowed.map(canonicalFunctionPath));
  const writes = calls
    .filter(({ kind }) => kind !== 'query')
    .map(({ kind, path }) => ({ kind, path: canonicalFunctionPath(path) }))
    .filter(({ path }) => !known.has(path));
  return [...Map.groupBy(writes, ({ kind, path }) => `${kind} ${path}`)].map(([name, same]) => ({
    what: `the page calls the ${name} when it is opened`,
    expected: 'queries only: every visitor, and every run of this check, would write',
    received: countWords(same.length, 'call'),
    from: [url],
    remedy: `Call it on a user action, or list it in platforms.smoke.writesOnOpening: ['${same[0]?.path}'].`,
  }));
}
