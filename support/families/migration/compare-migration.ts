import type { DatabaseSchema } from '../../contract/index.ts';
import { temporaryFolder } from '../../files/temporary-folder.ts';
import type { DocumentSource } from '../../snapshot/index.ts';
import { type DifferenceList, type Differences, newLists } from './difference-list.ts';
import { findDangling } from './find-dangling.ts';
import { type Binding, findUncleaned } from './find-uncleaned.ts';
import { LineSpill, partitionCount } from './line-spill.ts';
import { nameBothSides } from './name-matched.ts';
import { type MigrationPlan, PlanMistake, type PlannedTable, requireShown, requireTables } from './plan.ts';
import { PlanUsage, requireTwoSides, tablesLeftBehind } from './plan-usage.ts';
import { asPlanned, differencesOf, matchKey, moves } from './planned-document.ts';
import { fieldsOfPages, renameReferences } from './rename-references.ts';

interface TableResult {
  table: string;
  /** Documents of the source that the plan moves. */
  planned: number;
  arrived: number;
  compared: number;
}

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
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Compares the planned documents of the source with those of the target, in bounded memory. It only reads.
 * @throws PlanMistake if the plan names a table, a field or a value that the data does not have, a `match` that is not unique, or
 *   if two sides are the same file
 * @throws DocumentsUnreadable from either source
 */
export async function compareMigration(
  plan: MigrationPlan,
  { from, to, after, listed = 20, schema }: MigrationSources,
): Promise<MigrationComparison> {
  requireTwoSides([from, to, after]);
  requireShown(plan, from);
  requireShown(plan, to, (table, planned) => planned.to ?? table);
  if (after) requireShown(plan, after);
  requireTables(plan, await from.tables(), from.name);
  using directory = temporaryFolder('migration');
  const [missing, unexpected, changed] = newLists(listed);
  const [dangling, unfollowed, uncleaned] = newLists(listed);
  const [misdirected] = newLists(listed);
  const tables: TableResult[] = [];
  const moved = new Map<string, LineSpill>();
  using stack = new DisposableStack();
  const spill = (name: string) => stack.use(new LineSpill(directory.path, name));
  const { inTarget, ...names } = await nameBothSides(plan, { from, to }, directory.path, stack);

  for (const [index, [table, planned]] of Object.entries(plan.tables).entries()) {
    const [source, target, movedIds] = [spill(`source-${index}`), spill(`target-${index}`), spill(`moved-${index}`)];
    moved.set(table, movedIds);
    const result: TableResult = { table, planned: 0, arrived: 0, compared: 0 };
    tables.push(result);
    const usage = new PlanUsage(table, planned);
    const leaving = fieldsOfPages(from.pages(table), (document) => {
      usage.addSource(document.fields);
      if (!moves(document, planned)) return undefined;
      result.planned += 1;
      movedIds.add(document.id, true);
      return asPlanned(document.fields, planned);
    });
    const inside = { directory: directory.path, name: `leaving-${index}`, names: names.source };
    await renameReferences(leaving, inside, (id, fields) => source.add(matchKey(id, fields, planned), [id, fields]));

    const targetName = inTarget(table, planned);
    if (targetName !== undefined) {
      const arriving = fieldsOfPages(to.pages(targetName), ({ fields }) => {
        result.arrived += 1;
        usage.addTarget(fields);
        return fields;
      });
      const there = { directory: directory.path, name: `arriving-${index}`, names: names.target };
      await renameReferences(arriving, there, (id, fields) => target.add(matchKey(id, fields, planned), [id, fields]));
    }

    usage.requireKnown();
    comparePartitions(table, planned, source, target, { result, missing, unexpected, changed });
  }

  const found = { ids: spill('ids'), references: spill('references'), dangling, misdirected, unfollowed };
  const references = await findDangling({ plan, from, to, schema, ...found });
  await findLeftBehind(plan, to, unexpected);
  for (const side of [from, to])
    for await (const { id, ...difference } of side.brokenFiles?.() ?? [])
      changed.add({ table: side === to ? '_storage' : `_storage of ${from.name}`, id, field: 'file', ...difference });

  const cleanedTables = Object.entries(plan.tables)
    .filter(([, { source }]) => source === 'cleaned')
    .map(([table]) => table);
  const gone = spill('gone');
  for (const table of cleanedTables)
    for (let index = 0; index < partitionCount; index += 1)
      for (const [id] of moved.get(table)?.partition<true>(index) ?? []) gone.add(id, table);
  const isAsked = cleanedTables.length > 0 && after !== undefined;
  const binding = isAsked
    ? await findUncleaned({ from, after, moved: gone, before: spill('before'), left: spill('left'), uncleaned })
    : undefined;

  return {
    sources: { from: from.name, to: to.name, after: after?.name },
    tables,
    missing: missing.result,
    unexpected: unexpected.result,
    changed: changed.result,
    dangling: dangling.result,
    misdirected: misdirected.result,
    unfollowed: unfollowed.result,
    references,
    uncleaned: uncleaned.result,
    binding,
    cleanedTables,
  };
}

function comparePartitions(
  table: string,
  planned: PlannedTable,
  source: LineSpill,
  target: LineSpill,
  {
    result,
    missing,
    unexpected,
    changed,
  }: { result: TableResult; missing: DifferenceList; unexpected: DifferenceList; changed: DifferenceList },
): void {
  for (let index = 0; index < partitionCount; index += 1) {
    const wanted = uniqueKeys(source.partition<[string, Fields]>(index), table);
    const all = target.partition<[string, Fields]>(index);
    const once = withoutAgain(all, wanted, table, unexpected);
    // Only documents of the plan have to be told apart; what else the target has may be equal in these fields.
    const arrived = new Map(once.filter(([key]) => wanted.has(key)));

    for (const [key, [id, fields]] of wanted) {
      const found = arrived.get(key);
      if (found === undefined) {
        missing.add({
          table,
          id,
          expected: 'a document in the target',
          received: noDocument(planned, key),
        });
        continue;
      }

      arrived.delete(key);
      result.compared += 1;
      for (const difference of differencesOf(fields, found[1], planned))
        changed.add({ table, id: found[0], ...difference });
    }

    if (planned.others === 'allowed') continue;

    for (const [key, [id]] of once)
      if (!wanted.has(key))
        unexpected.add({
          table,
          id,
          expected: 'only documents of the source',
          received: 'a document that is not in the plan',
        });
  }
}

function noDocument({ match }: PlannedTable, key: string): string {
  if (match === undefined) return 'no document with this id';
  return `no document with ${match.join(', ')} ${key}`;
}

/** Documents of the target without duplicates, which are reported. */
function withoutAgain(
  lines: readonly (readonly [string, [string, Fields]])[],
  wanted: ReadonlyMap<string, unknown>,
  table: string,
  unexpected: DifferenceList,
): (readonly [string, [string, Fields]])[] {
  const seen = new Map<string, string>();
  return lines.filter(([key, [id]]) => {
    const first = seen.get(key);
    seen.set(key, first ?? id);
    if (first === undefined || !wanted.has(key)) return true;

    unexpected.add({
      table,
      id,
      expected: 'each document once',
      received: `a duplicate of ${first} (${key})`,
    });
    return false;
  });
}

function uniqueKeys(
  lines: readonly (readonly [string, [string, Fields]])[],
  table: string,
): Map<string, [string, Fields]> {
  const byKey = new Map<string, [string, Fields]>();
  for (const [key, value] of lines) {
    const other = byKey.get(key);
    if (other)
      throw new PlanMistake(
        `two documents of ${table} in the source have the same match key ${key}: ${other[0]} and ${value[0]}. Use fields in \`match\` that are unique.`,
      );

    byKey.set(key, value);
  }

  return byKey;
}

/** Documents in a table of the target that the plan renames, under its old name. */
async function findLeftBehind(plan: MigrationPlan, to: DocumentSource, unexpected: DifferenceList): Promise<void> {
  for (const table of tablesLeftBehind(plan, await to.tables()))
    for await (const { documents } of to.pages(table))
      for (const { id } of documents)
        unexpected.add({
          table,
          id,
          expected: `only in ${plan.tables[table]?.to}, as the plan renames the table`,
          received: 'a document under the old name of the table',
        });
}
