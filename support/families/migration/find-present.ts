import type { DocumentSource } from '../../snapshot/index.ts';
import type { Difference } from './difference-list.ts';
import { LineSpill, partitionCount } from './line-spill.ts';
import { nameBothSides } from './name-matched.ts';
import type { MigrationPlan } from './plan.ts';
import { asPlanned, matchKey, moves } from './planned-document.ts';
import { fieldsOfPages, renameReferences } from './rename-references.ts';

/**
 * Finds documents that would move although the target already has one with the same `match` fields, so that the migration would
 * create a duplicate.
 * @param tell called once for each of them
 */
export async function findPresent(
  plan: MigrationPlan,
  { from, to, directory }: { from: DocumentSource; to: DocumentSource; directory: string },
  tell: (table: string, difference: Omit<Difference, 'table'>) => void,
): Promise<void> {
  const matched = Object.entries(plan.tables).filter(([, { match }]) => match !== undefined);
  if (matched.length === 0) return;

  using stack = new DisposableStack();
  const { inTarget, ...names } = await nameBothSides(plan, { from, to }, directory, stack);
  for (const [index, [table, planned]] of matched.entries()) {
    const targetName = inTarget(table, planned);
    if (targetName === undefined) continue;

    using leaving = new LineSpill(directory, `would-leave-${index}`);
    using there = new LineSpill(directory, `is-there-${index}`);
    await renameReferences(
      fieldsOfPages(from.pages(table), (document) =>
        moves(document, planned) ? asPlanned(document.fields, planned) : undefined,
      ),
      { directory, name: `would-leave-names-${index}`, names: names.source },
      (id, fields) => leaving.add(matchKey(id, fields, planned), id),
    );
    await renameReferences(
      fieldsOfPages(to.pages(targetName), ({ fields }) => fields),
      { directory, name: `is-there-names-${index}`, names: names.target },
      (id, fields) => there.add(matchKey(id, fields, planned), id),
    );

    for (let partition = 0; partition < partitionCount; partition += 1) {
      const own = new Map(there.partition<string>(partition));
      for (const [key, id] of leaving.partition<string>(partition)) {
        const other = own.get(key);
        if (other === undefined) continue;
        const expected = `no document with ${planned.match?.join(', ')} ${key} in the target`;
        tell(table, { id, expected, received: `${other} has them already` });
      }
    }
  }
}
