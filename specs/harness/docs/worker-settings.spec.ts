import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { worker } from '../../../support/platforms/worker/platform.ts';

test('docs/worker.md names every setting of a Worker', async () => {
  const page = await readFile(new URL('../../../docs/worker.md', import.meta.url), 'utf8');
  const settings = Object.keys(worker.settings.shape);
  expect(settings).toContain('rateLimits');
  expect(settings.filter((name) => !page.includes(`\`${name}\``) && !page.includes(`${name}:`))).toEqual([]);
});
