import { isatty } from 'node:tty';
import { describe, expect, test } from 'vitest';
import { isWatched, tellProgress } from '../../../support/snapshot/index.ts';

/** The lines of a reading of this many seconds, at 2,000 documents and ten pages per second. */
function linesOf(seconds: number): string[] {
  const lines: string[] = [];
  let nowMs = 0;
  const tell = tellProgress({ what: 'documents of dev and prod', write: (line) => lines.push(line), now: () => nowMs });
  for (nowMs = 100; nowMs <= seconds * 1_000; nowMs += 100)
    tell({ source: 'prod.zip', table: 'incidents', documents: nowMs * 2 });

  return lines;
}

describe('the progress of a long reading', () => {
  test('is not shown for a short one', () => {
    expect(linesOf(2.9)).toEqual([]);
  });

  test('shows how many documents were read, how fast, and the current table', () => {
    expect(linesOf(4)).toEqual([
      'documents of dev and prod: 6,000 read, 2,000 per second; now incidents of prod.zip (6,000)',
      'documents of dev and prod: 8,000 read, 2,000 per second; now incidents of prod.zip (8,000)',
    ]);
  });

  test('is shown less often the longer it takes', () => {
    expect(linesOf(60).length).toBeLessThan(40);
    expect(linesOf(3_600).length).toBeLessThan(100);
    expect(linesOf(3_600).length).toBeGreaterThan(60);
  });

  test('adds up the tables of both sides', () => {
    const lines: string[] = [];
    let nowMs = 0;
    const tell = tellProgress({ what: 'documents', write: (line) => lines.push(line), now: () => nowMs });

    for (const [source, table] of [
      ['dev', 'users'],
      ['dev', 'sites'],
      ['prod', 'users'],
    ] as const) {
      nowMs += 1_000;
      tell({ source, table, documents: 100 });
    }

    expect(lines).toEqual(['documents: 300 read, 100 per second; now users of prod (100)']);
  });

  test('is shown in a terminal and in the log of a CI run', () => {
    const isTerminal = isatty(2);
    expect([{ CI: 'true' }, { CI: 'false' }, { CI: '' }, {}].map(isWatched)).toEqual([
      true,
      isTerminal,
      isTerminal,
      isTerminal,
    ]);
  });
});
