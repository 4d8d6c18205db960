import type { DocumentSource } from '../../snapshot/index.ts';
import type { MigrationPlan, PlannedTable } from './plan.ts';
import { asPlanned, matchKey } from './planned-document.ts';
import { fieldsOfPages, idsIn, MatchedNames, renameReferences } from './rename-references.ts';

/** One side of a migration, and the names of its documents. */
export interface NamedSide {
  source: DocumentSource;
  names: MatchedNames;
  /** The table's name on this side; undefined if it is missing there. */
  tableOf: (table: string, planned: PlannedTable) => string | undefined;
  /** Whether the plan's `map` must be applied first, as for the source. */
  mapped: boolean;
}

/**
 * Names each document that the plan matches by fields after these fields, so that ids can be compared between the sides. If the
 * fields refer to other such documents, their names are inserted: this takes one pass if the plan lists the referenced
 * tables first, otherwise one more pass for each referring table.
 */
async function nameMatched(plan: MigrationPlan, side: NamedSide, directory: string): Promise<void> {
  const matched = Object.entries(plan.tables).filter(([, { match }]) => match !== undefined);
  const referring = new Set<string>();
  let unresolved = 0;
  const pass = async (tables: typeof matched, round: number) => {
    for (const [index, [table, planned]] of tables.entries()) {
      const name = side.tableOf(table, planned);
      if (name === undefined) continue;

      const pages = fieldsOfPages(side.source.pages(name), ({ fields }) => {
        const own = side.mapped ? asPlanned(fields, planned) : fields;
        if (planned.match?.some((field) => idsIn({ [field]: own[field] }).size > 0)) referring.add(table);
        return own;
      });
      const options = {
        directory,
        name: `naming-${side.mapped ? 'source' : 'target'}-${round}-${index}`,
        names: side.names,
      };
      await renameReferences(pages, options, (id, fields) => {
        if (planned.match?.some((field) => idsIn({ [field]: fields[field] }).size > 0)) unresolved += 1;
        // A later name of the same id replaces the earlier one.
        side.names.add(id, `${table} ${matchKey(id, fields, planned)}`);
      });
    }
  };
  await pass(matched, 0);
  if (unresolved === 0) return;

  const again = matched.filter(([table]) => referring.has(table));
  for (let round = 1; round <= again.length; round += 1) await pass(again, round);
}

/** The names of the documents of both sides, in files in the directory until the stack is disposed. */
export async function nameBothSides(
  plan: MigrationPlan,
  { from, to }: { from: DocumentSource; to: DocumentSource },
  directory: string,
  stack: DisposableStack,
): Promise<{ source: MatchedNames; target: MatchedNames; inTarget: NamedSide['tableOf'] }> {
  const source = stack.use(new MatchedNames(directory, 'source'));
  const target = stack.use(new MatchedNames(directory, 'target'));
  const targetTables = await to.tables();
  const inTarget: NamedSide['tableOf'] = (table, { to: renamed = table }) =>
    targetTables.find((each) => each === renamed);
  await nameMatched(plan, { source: from, names: source, tableOf: (table) => table, mapped: true }, directory);
  await nameMatched(plan, { source: to, names: target, tableOf: inTarget, mapped: false }, directory);

  return { source, target, inTarget };
}
