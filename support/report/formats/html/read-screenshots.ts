import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Screenshot } from './report-html.ts';

/** A page stays one that mail and CI take. */
const mostBytes = 8 * 1024 * 1024;

/**
 * The screenshots that the smoke tests kept of pages that failed. Secrets were covered before they were taken, and a page that showed one
 * got none.
 */
export function readScreenshots(reportsDirectory: string): Screenshot[] {
  let left = mostBytes;
  return globSync('smoke/**/*.png', { cwd: reportsDirectory })
    .sort()
    .flatMap((name) => {
      const file = path.join(reportsDirectory, name);
      left -= statSync(file).size;
      if (left < 0) return [];
      return [{ name: name.replaceAll('\\', '/'), address: `data:image/png;base64,${readFileSync(file, 'base64')}` }];
    });
}
