import { mkdtempDisposable } from 'node:fs/promises';
import { temporaryPrefix } from '../../files/temporary-folder.ts';
import type { DocumentSource } from '../../snapshot/index.ts';
import { type Differences, newLists } from './difference-list.ts';
import { referencesIn, tableNumberOf } from './document-reference.ts';
import { ignores, tableNumbers } from './find-dangling.ts';
import { findPresent } from './find-present.ts';
import { LineSpill, partitionCount } from './line-spill.ts';
import { type MigrationPlan, requireShown, requireTables } from './plan.ts';
import { moves } from './planned-document.ts';

export interface Preflight {
  sources: { from: string; to: string };
  /** Per table: the documents that would move, of all in the source. */
  tables: { table: string; moves: number; of: number; alreadyThere: number }[];
  /** References from moved documents to documents that would neither move nor are in the target. */
  dangling: Differences;
  /** References to documents of tables that neither side shows, such as files that an export omits. */
  unfollowed: Differences;
  /** Documents that the target already has, with the same id or the same `match` fields. */
  present: Differences;
}

/**
 * Predicts what a plan would move, which references would break, and what the target already has. It only reads.
 * @throws PlanMistake, DocumentsUnreadable
 */
export async function preflightMigration(
  plan: MigrationPlan,
  from: DocumentSource,
  to: DocumentSource,
  listed = 20,
): Promise<Preflight> {
  requireShown(plan, from);
  requireShown(plan, to, (table, planned) => planned.to ?? table);
  requireTables(plan, await from.tables(), from.name);
  await using directory = await mkdtempDisposable(temporaryPrefix('preflight'));
  using stack = new DisposableStack();
  const spill = (name: string) => stack.use(new LineSpill(directory.path, name));
  const [moving, references, known] = [spill('moving'), spill('references'), spill('known')];
  const [dangling, unfollowed, present] = newLists(listed);
  const tables: Preflight['tables'] = [];

  for (const [table, planned] of Object.entries(plan.tables)) {
    const count = { table, moves: 0, of: 0, alreadyThere: 0 };
    tables.push(count);
    for await (const { documents } of from.pages(table))
      for (const document of documents) {
        count.of += 1;
        if (!moves(document, planned)) continue;
        count.moves += 1;
        moving.add(document.id, table);
        for (const { field, id } of referencesIn(document.fields)) references.add(id, [table, document.id, field]);
      }
  }

  for (const table of await to.tables())
    for await (const { documents } of to.pages(table)) for (const { id } of documents) known.add(id, true);
  const shown = await tableNumbers(from);
  for (const each of await tableNumbers(to)) shown.add(each);

  for (let index = 0; index < partitionCount; index += 1) {
    const own = new Map(moving.partition<string>(index));
    const there = new Set(known.partition<true>(index).map(([id]) => id));
    for (const [id, table] of own) {
      if (!there.has(id) || plan.tables[table]?.match !== undefined) continue;
      const count = tables.find((each) => each.table === table);
      if (count) count.alreadyThere += 1;
      present.add({ table, id, expected: 'no document with this id in the target', received: 'one exists' });
    }

    for (const [wanted, [table, id, field]] of references.partition<[string, string, string]>(index))
      if (!own.has(wanted) && !there.has(wanted)) {
        const isShown = shown.has(tableNumberOf(wanted));
        if (!isShown && ignores(plan.tables[table], field)) continue;
        const expected = 'a document that moves too, or is in the target';
        (isShown ? dangling : unfollowed).add({ table, id, field, expected, received: wanted });
      }
  }

  await findPresent(plan, { from, to, directory: directory.path }, (table, difference) => {
    const count = tables.find((each) => each.table === table);
    if (count) count.alreadyThere += 1;
    present.add({ table, ...difference });
  });
  return {
    sources: { from: from.name, to: to.name },
    tables,
    dangling: dangling.result,
    unfollowed: unfollowed.result,
    present: present.result,
  };
}
