import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readTold, type ToldState, writeTold } from '../../../../support/report/notify/told-state.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'airlock-told-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const file = path.join(directory, 'told.json');

const problem = { digest: 'a', check: 'isolation/links', environment: 'prod', kind: 'failed', what: 'x' } as const;
const state: ToldState = {
  schema: 2,
  audits: {
    'harbour isolation': {
      ranAt: '2026-06-15T12:00:00.000Z',
      receivers: {
        slack: {
          config: 'c0ffee',
          verdict: { exitCode: 1, headline: 'y', finishedAt: '2026-06-15T12:00:00.000Z', problems: [problem] },
          silence: null,
        },
      },
    },
  },
  wasLost: false,
};

function read(text: string) {
  writeFileSync(file, text);
  return readTold(file);
}

describe('what was told', () => {
  test('is read as it was written', () => {
    writeTold(file, state);
    expect(readTold(file)).toEqual(state);
  });

  test('is no loss where nothing was ever told', () => {
    expect(readTold(path.join(directory, 'none.json'))).toEqual({ schema: 2, audits: {}, wasLost: false });
  });

  test('is lost wherever its file was cut off', () => {
    const text = JSON.stringify(state);
    const kept = Array.from(text, (_, length) => length).filter((length) => !read(text.slice(0, length)).wasLost);
    expect(kept).toEqual([]);
  });

  test.each([
    ['zeros', '\0'.repeat(500)],
    ['null', 'null'],
    ['a list', '[]'],
    ['nothing in it', '{}'],
    ['an earlier form', JSON.stringify({ ...state, schema: 1 })],
    ['a later form', JSON.stringify({ ...state, further: 1 })],
    ['a kind that nobody knows', JSON.stringify(state).replace('"failed"', '"broken"')],
    [
      'a time that is none',
      JSON.stringify(state).replace('"silence":null', '"silence":{"because":"x","toldAt":"soon"}'),
    ],
    ['two of it', `${JSON.stringify(state)}${JSON.stringify(state)}`],
  ])('is lost where the file is %s', (_, text) => {
    expect(read(text)).toEqual({ schema: 2, audits: {}, wasLost: true });
  });
});
