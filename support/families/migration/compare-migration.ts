import type { DatabaseSchema, Validator } from '../../contract/index.ts';
import type { DocumentSource } from '../../snapshot/index.ts';
import { findChangedFiles } from './compare-files.ts';
import { compareTable, type TableResult } from './compare-table.ts';
import { type Differences, newLists } from './difference-list.ts';
import { findDangling } from './find-dangling.ts';
import { type Binding, findUncleaned } from './find-uncleaned.ts';
import { openJournal, type Resumed } from './journal.ts';
import { LineSpill } from './line-spill.ts';
import { nameBothSides } from './name-matched.ts';
import { type MigrationPlan, requireShown, requireTables } from './plan.ts';
import { requireTwoSides, tablesLeftBehind } from './plan-usage.ts';

export interface MigrationComparison {
  sources: { from: string; to: string; after: string | undefined };
  tables: TableResult[];
  missing: Differences;
  unexpected: Differences;
  changed: Differences;
  dangling: Differences;
  /** References to something else than a document of the table that the schema of the target says. */
  misdirected: Differences;
  /** References to documents of tables that neither side shows, so that they cannot be resolved. */
  unfollowed: Differences;
  /** The number of references that were followed. */
  references: number;
  uncleaned: Differences;
  /** What shows that `after` is the source; undefined without it, or if no table is to be cleaned. */
  binding: Binding | undefined;
  /** Tables with `source: cleaned`. */
  cleanedTables: readonly string[];
  /** Tables of the source that have documents, and that the plan does not name: nothing was looked at in them. */
  unplanned: readonly string[];
  resumed: Resumed;
}

export interface MigrationSources {
  from: DocumentSource;
  to: DocumentSource;
  /** The source after the migration, which must not have the cleaned documents any more. */
  after?: DocumentSource | undefined;
  /** The maximum number of listed differences of each kind. */
  listed?: number;
  /** The schema of the target: it says to which table a reference has to point. */
  schema?: DatabaseSchema | undefined;
  /** A folder in which a run that is cut off leaves what the next one needs to go on; nothing is left if there is none. */
  progress?: string | undefined;
}

/**
 * Compares the planned documents of the source with those of the target, in bounded memory. It only reads.
 * @throws PlanMistake if the plan names a table, a field or a value that the data does not have, a `match` that is not unique, or
 *   if two sides are the same file or the same deployment
 * @throws DocumentsUnreadable from either source
 */
export async function compareMigration(
  plan: MigrationPlan,
  { listed = 20, schema, progress, ...given }: MigrationSources,
): Promise<MigrationComparison> {
  requireTwoSides([given.from, given.to, given.after]);
  requireShown(plan, given.from);
  requireShown(plan, given.to, (table, planned) => planned.to ?? table);
  if (given.after) requireShown(plan, given.after);
  requireTables(plan, await given.from.tables(), given.from.name);

  const { from: source, to: target, after: later } = given;
  const about = { plan, schema, listed };
  using journal = await openJournal({ from: source, to: target, after: later }, { progress, about });
  using stack = new DisposableStack();
  const { directory } = journal;
  const { from, to, after } = journal.sides;
  const spill = (name: string) => stack.use(new LineSpill(directory, name));
  let naming: ReturnType<typeof nameBothSides> | undefined;
  const named = () => {
    naming ??= nameBothSides(plan, { from, to }, directory, stack);
    return naming;
  };

  const [missing, unexpected, changed] = newLists(listed);
  const tables: TableResult[] = [];
  for (const [index, [table, planned]] of Object.entries(plan.tables).entries()) {
    const found = await journal.step(`table ${table}`, async () => {
      const { inTarget, ...names } = await named();
      const targetName = inTarget(table, planned);
      const declared = fieldsOf(schema, planned.to ?? table);
      return compareTable({
        table,
        planned,
        from,
        to,
        targetName,
        names,
        directory,
        name: `${index}`,
        declared,
        listed,
      });
    });
    tables.push(found.result);
    missing.addAll(found.missing);
    unexpected.addAll(found.unexpected);
    changed.addAll(found.changed);
  }

  const referring = await journal.step('references', async () => {
    const [dangling, misdirected, unfollowed] = newLists(listed);
    const found = { ids: spill('ids'), references: spill('references'), dangling, misdirected, unfollowed };
    const references = await findDangling({ plan, from, to, schema, ...found });
    return {
      references,
      dangling: dangling.result,
      misdirected: misdirected.result,
      unfollowed: unfollowed.result,
    };
  });
  unexpected.addAll(await journal.step('left behind', () => findLeftBehind(plan, to, listed)));
  changed.addAll(
    await journal.step('files', () =>
      findChangedFiles({ plan, from, to, before: spill('files-before'), there: spill('files-there'), listed }),
    ),
  );
  const unplanned = await journal.step('unplanned', () => unplannedTables(plan, from));

  const cleanedTables = Object.entries(plan.tables)
    .filter(([, planned]) => planned.source === 'cleaned')
    .map(([table]) => table);
  const cleaned = await journal.step('cleaned', async () => {
    const [uncleaned] = newLists(listed);
    if (cleanedTables.length === 0 || after === undefined) return { uncleaned: uncleaned.result };
    const spills = { moved: spill('moved'), before: spill('before'), left: spill('left') };
    const binding = await findUncleaned({ plan, from, after, ...spills, uncleaned });
    return { uncleaned: uncleaned.result, binding };
  });

  const comparison = {
    sources: { from: from.name, to: to.name, after: after?.name },
    tables,
    missing: missing.result,
    unexpected: unexpected.result,
    changed: changed.result,
    ...referring,
    uncleaned: cleaned.uncleaned,
    binding: cleaned.binding,
    cleanedTables,
    unplanned,
    resumed: journal.resumed,
  };
  journal.done();
  return comparison;
}

async function unplannedTables({ tables }: MigrationPlan, from: DocumentSource): Promise<string[]> {
  const others = (await from.tables()).filter((table) => tables[table] === undefined);
  const unplanned: string[] = [];
  for (const table of others)
    for await (const { documents } of from.pages(table)) {
      if (documents.length > 0) unplanned.push(table);
      break;
    }
  return unplanned;
}

/** The fields that a schema declares for a table, of all alternatives. */
function fieldsOf(schema: DatabaseSchema | undefined, table: string): string[] {
  const walk = (validator: Validator): string[] => {
    if (validator.type === 'union') return validator.value.flatMap(walk);
    return validator.type === 'object' ? Object.keys(validator.value) : [];
  };
  const own = schema?.tables.find(({ name }) => name === table);
  return own?.document === undefined ? [] : walk(own.document);
}

/** Documents in a table of the target that the plan renames, under its old name. */
async function findLeftBehind(plan: MigrationPlan, to: DocumentSource, listed: number): Promise<Differences> {
  const [found] = newLists(listed);
  for (const table of tablesLeftBehind(plan, await to.tables()))
    for await (const { documents } of to.pages(table))
      for (const { id } of documents)
        found.add({
          table,
          id,
          expected: `only in ${plan.tables[table]?.to}, as the plan renames the table`,
          received: 'a document under the old name of the table',
        });
  return found.result;
}
