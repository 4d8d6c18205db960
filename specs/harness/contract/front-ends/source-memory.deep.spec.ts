import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { sourceFiles, sourceTree } from '../../../../fixtures/frontends/large-tree.ts';
import { startFrontend } from '../../../../fixtures/frontends/start-frontend.ts';

const mostMegabytes = 600;

test('a front end of 5,000 files is read within 600 MB', async () => {
  await using frontend = await startFrontend(sourceTree());
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--max-old-space-size=400',
    'fixtures/frontends/read-source-alone.ts',
    frontend.root,
  ]);
  const { references, unresolved, peakMegabytes } = JSON.parse(stdout) as Record<
    'references' | 'unresolved' | 'peakMegabytes',
    number
  >;
  expect({ references, unresolved }).toEqual({ references: sourceFiles, unresolved: 0 });
  expect(peakMegabytes).toBeGreaterThan(0);
  expect(peakMegabytes).toBeLessThan(mostMegabytes);
});
