import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { writeBuiltBundle } from '../../../fixtures/frontends/built-bundle.ts';

/** Less than the bundle's text alone would take: whoever keeps the scripts that were read runs out of it. */
const heapMegabytes = 24;

test('a bundle of many scripts is read in the memory that its largest needs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-bundle-'));
  try {
    const bundle = await writeBuiltBundle(folder, 32);
    expect(bundle.bytes).toBeGreaterThan(heapMegabytes * 1024 * 1024);
    expect(bundle.largestBytes).toBeLessThan(1e6);
    const { stdout } = await promisify(execFile)(process.execPath, [
      `--max-old-space-size=${heapMegabytes}`,
      '--max-semi-space-size=1',
      'fixtures/frontends/read-bundle-alone.ts',
      folder,
    ]);
    const { references, unresolved } = JSON.parse(stdout) as { references: number; unresolved: number };
    expect({ references, unresolved }).toEqual({ references: bundle.references, unresolved: bundle.unresolved });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
