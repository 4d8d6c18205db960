import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Outcome } from '../../check/outcome.ts';
import { quoted } from './quoted.ts';

/** The commands that open the traces which a failed smoke test kept, in the order of its findings; none where there are none. */
export function traceCommands({ platform, findings }: Pick<Outcome, 'platform' | 'findings'>): string[] {
  if (platform !== 'smoke') return [];
  // A finding names the folder of its evidence as one of its places; another one is an address or a line of source.
  const folders = new Set(findings.flatMap(({ from }) => from).filter((place) => !/:\d+$|:\/\//.test(place)));
  return [...folders]
    .map((folder) => path.join(folder, 'trace.zip'))
    .filter((file) => existsSync(file))
    .map((file) => `npx playwright show-trace ${quoted(file.replaceAll('\\', '/'))}`);
}
