import { afterAll, expect, test } from 'vitest';
import { createDocumentIds } from '../../../fixtures/twin/convex/values/document-id.ts';
import fc from '../property.ts';
import { MigrationFolder } from './migration-files.ts';

const folder = new MigrationFolder();
afterAll(() => folder[Symbol.dispose]());

const names = ['people', 'notes'];
const ids = createDocumentIds('generated', names);
const value = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.boolean(), fc.constant(null), fc.integer({ min: 0, max: 3 }));

/** One document: what the source has, and what the migration made of it. */
const fate = fc.record({
  table: fc.constantFrom(...names),
  kind: fc.constantFrom('x', 'y'),
  field: value,
  arrives: fc.constantFrom('same', 'same', 'same', 'changed', 'lost'),
  changed: value,
  stays: fc.constantFrom('gone', 'gone', 'there', 'elsewhere'),
});
const history = fc.record({ fates: fc.array(fate, { minLength: 1, maxLength: 14 }), others: fc.nat(3) });

test('any migration is compared as a plain comparison of all pairs has it', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ fates, others }) => {
      const own = fates.map((each, index) => ({ ...each, _id: ids.publicId(each.table, index) }));
      const fields = (each: (typeof own)[number], field: unknown) => ({
        _id: each._id,
        _creationTime: 1_760_000_000_000.5,
        kind: each.kind,
        field,
      });
      const of = (keep: (each: (typeof own)[number]) => boolean, changed = false) =>
        Object.fromEntries(
          names.map((table) => [
            table,
            own
              .filter((each) => each.table === table && keep(each))
              .map((each) => fields(each, changed && each.arrives === 'changed' ? each.changed : each.field)),
          ]),
        );
      // Only documents of one kind move, if there are any of both: the plan is held against the data.
      const isFiltered = names.every((table) => own.some((each) => each.table === table && each.kind === 'x'));
      const moves = (each: (typeof own)[number]) => !isFiltered || each.kind === 'x';
      const to = of((each) => moves(each) && each.arrives !== 'lost', true);
      for (let other = 0; other < others; other += 1)
        to.people?.push({ _id: ids.publicId('people', 900 + other), _creationTime: 1, kind: 'x', field: 'own' });
      const after = of((each) => !moves(each) || each.stays === 'there');
      after.archive = own.filter((each) => moves(each) && each.stays === 'elsewhere').map((each) => fields(each, 'x'));

      const table = isFiltered ? '{ source: cleaned, filter: { kind: x } }' : '{ source: cleaned }';
      const plan = `tables:\n${names.map((name) => `  ${name}: ${table}\n`).join('')}`;
      const comparison = await folder.compare(
        plan,
        of(() => true),
        to,
        after,
      );

      const moved = own.filter(moves);
      const count = (wanted: (each: (typeof own)[number]) => boolean) => moved.filter(wanted).length;
      expect({
        missing: comparison.missing.total,
        unexpected: comparison.unexpected.total,
        changed: comparison.changed.total,
        uncleaned: comparison.uncleaned.total,
        common: comparison.binding?.common,
      }).toEqual({
        missing: count(({ arrives }) => arrives === 'lost'),
        unexpected: others,
        changed: count(({ arrives, field, changed }) => arrives === 'changed' && field !== changed),
        uncleaned: count(({ stays }) => stays !== 'gone'),
        common: own.filter((each) => !moves(each) || each.stays !== 'gone').length,
      });
    }),
    { numRuns: 25 },
  );
});
