import { describe, expect, test } from 'vitest';
import type { Aside, Fault } from '../../../../fixtures/faults/fault.ts';
import { twinTables } from '../tables.ts';
import { batchesOf } from './batches.ts';
import { combineFaults } from './combine-faults.ts';
import { conflict, mergeApart } from './merge-apart.ts';

function faultOf(check: string, further: Partial<Fault> = {}): Fault {
  return { story: check, caughtBy: [{ check, kind: 'failed', says: [check] }], exitCode: 1, ...further };
}

const unseen = (check: string): Aside => ({ check, kind: 'not verified' });

describe('two faults go together', () => {
  test('where they touch different checks, and the run comes to all that each comes to', () => {
    const warning = faultOf('b/two', { exitCode: 0, alongside: [unseen('b/three')], holds: ['c/four'] });
    expect(combineFaults(faultOf('a/one'), warning)).toMatchObject({
      caughtBy: [{ check: 'a/one' }, { check: 'b/two' }],
      alongside: [{ check: 'b/three' }],
      holds: ['c/four'],
      exitCode: 1,
    });
  });

  test('where both edit the table, and the edits follow each other', () => {
    const first = faultOf('a/one', { table: (text) => `${text} first` });
    const second = faultOf('b/two', { table: (text) => `${text} second` });
    expect(combineFaults(first, second)?.table?.('table')).toBe('table first second');
  });

  test.each<[string, Fault, Fault]>([
    ['one check catches both', faultOf('a/one'), faultOf('a/one')],
    [
      'one keeps the check of the other from being verified',
      faultOf('a/one'),
      faultOf('b/two', { alongside: [unseen('a/one')] }),
    ],
    ['a check is to hold that the other fails', faultOf('a/one'), faultOf('b/two', { holds: ['a/one'] })],
    ['one ends the run before any check', faultOf('a/one'), faultOf('b/two', { exitCode: 78 })],
    ['they belong to different projects', faultOf('a/one'), faultOf('b/two', { project: 'isolation' })],
    ['one says that it is planted alone', faultOf('a/one'), faultOf('b/two', { alone: 'it stops the site' })],
    [
      'both write files of their own',
      faultOf('a/one', { prepare: async () => {} }),
      faultOf('b/two', { prepare: async () => {} }),
    ],
    [
      'both set the same option of the twin',
      faultOf('a/one', { twin: { worker: { prod: { commit: 'one' } } } }),
      faultOf('b/two', { twin: { worker: { prod: { commit: 'two' } } } }),
    ],
  ])('but not where %s', (_, first, second) => {
    expect(combineFaults(first, second)).toBeUndefined();
    expect(combineFaults(second, first)).toBeUndefined();
  });

  test('but not where both bring a file of one name', () => {
    const files = () => ({ 'wrangler.toml': '' });
    const both = combineFaults(faultOf('a/one', { files }), faultOf('b/two', { files }));
    expect(() => both?.files?.({} as never)).toThrow('two faults bring wrangler.toml');
  });
});

test('differences are merged by key, lists one after the other, and one key with two values is a conflict', () => {
  expect(mergeApart({ a: { b: ['one'] } }, { a: { b: ['two'], c: 1 } })).toEqual({ a: { b: ['one', 'two'], c: 1 } });
  expect(mergeApart({ a: { b: 1 } }, { a: { b: 1 } })).toBe(conflict);
  expect(mergeApart(undefined, { a: 1 })).toEqual({ a: 1 });
});

test('every fault is in one batch, and none in two', async () => {
  const faults = (await twinTables()).flatMap(([table, rows]) =>
    Object.entries(rows).map(([name, fault]): [string, Fault] => [`${table}/${name}`, fault]),
  );
  const batches = batchesOf(faults, combineFaults);
  const planted = batches.flatMap((batch) => batch.faults.map(([name]) => name));
  expect(planted.toSorted()).toEqual(faults.map(([name]) => name).toSorted());
  expect(batches.length).toBeLessThan(faults.length / 2);
});
