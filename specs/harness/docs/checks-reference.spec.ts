import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { referenceOfChecks, wordChecks } from '../../../support/adopt/reference/checks-reference.ts';
import { sampleCheck } from '../check/sample-profile.ts';
import { repository } from './pages.ts';

describe('docs/checks.md', () => {
  test('is as the checks declare it: `npm run settings` writes it', async () => {
    const written = readFileSync(path.join(repository, 'docs/checks.md'), 'utf8');
    expect(written).toBe(await referenceOfChecks(repository));
  }, 120_000);

  test('says what a check needs, sends and costs', () => {
    const text = wordChecks([
      sampleCheck({
        needs: ['platforms.worker.version'],
        sends: { to: ['worker'], requests: 3, records: 1, quota: 2, bound: 'one for each route' },
      }),
    ]);
    for (const words of [
      '### sample/one',
      '- needs: `platforms.worker.version`',
      '- sends: at most 3 requests, writes 1 record, removed again or expiring, 2 requests of a limit that clients share to worker (one for each route)',
    ])
      expect(text).toContain(words);
  });
});
