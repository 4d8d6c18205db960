import type { DocumentSource } from '../../snapshot/index.ts';
import { type DifferenceList, type Differences, newLists } from './difference-list.ts';
import { LineSpill, partitionCount } from './line-spill.ts';
import { PlanMistake, type PlannedTable } from './plan.ts';
import { PlanUsage } from './plan-usage.ts';
import { asPlanned, differencesOf, matchKey, moves } from './planned-document.ts';
import { fieldsOfPages, type MatchedNames, renameReferences } from './rename-references.ts';

export interface TableResult {
  table: string;
  /** Documents of the source that the plan moves. */
  planned: number;
  arrived: number;
  compared: number;
  /** Of the compared ones, those of which the plan ignores every field; left out where there are none. */
  ignored?: number;
}

/** What the comparison of one table found. */
export interface TableComparison {
  result: TableResult;
  missing: Differences;
  unexpected: Differences;
  changed: Differences;
}

export interface ComparedTable {
  table: string;
  planned: PlannedTable;
  from: DocumentSource;
  to: DocumentSource;
  /** The table's name in the target; undefined if it is missing there. */
  targetName: string | undefined;
  names: { source: MatchedNames; target: MatchedNames };
  /** For the documents; other tables use other names in it. */
  directory: string;
  name: string;
  /** Fields that the schema of the target has, besides those of its documents. */
  declared: readonly string[];
  /** The maximum number of listed differences of each kind. */
  listed: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Compares the planned documents of one table with those of the target. @throws PlanMistake, DocumentsUnreadable */
export async function compareTable(input: ComparedTable): Promise<TableComparison> {
  const { table, planned, from, to, targetName, names, directory, name, declared, listed } = input;
  using source = new LineSpill(directory, `source-${name}`);
  using target = new LineSpill(directory, `target-${name}`);
  const result: TableResult = { table, planned: 0, arrived: 0, compared: 0 };
  const usage = new PlanUsage(table, planned, declared);
  const leaving = fieldsOfPages(from.pages(table), (document) => {
    usage.addSource(document.fields);
    if (!moves(document, planned)) return undefined;
    result.planned += 1;
    return asPlanned(document.fields, planned);
  });
  const inside = { directory, name: `leaving-${name}`, names: names.source };
  await renameReferences(leaving, inside, (id, fields) => source.add(matchKey(id, fields, planned), [id, fields]));

  if (targetName !== undefined) {
    const arriving = fieldsOfPages(to.pages(targetName), ({ fields }) => {
      result.arrived += 1;
      usage.addTarget(fields);
      return fields;
    });
    const there = { directory, name: `arriving-${name}`, names: names.target };
    await renameReferences(arriving, there, (id, fields) => target.add(matchKey(id, fields, planned), [id, fields]));
  }

  usage.requireKnown();
  const [missing, unexpected, changed] = newLists(listed);
  comparePartitions(table, planned, source, target, { result, missing, unexpected, changed });
  return { result, missing: missing.result, unexpected: unexpected.result, changed: changed.result };
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
      if (isIgnored({ ...fields, ...found[1] }, planned)) result.ignored = (result.ignored ?? 0) + 1;
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

/** Whether a document has fields, and the plan ignores all of them. */
function isIgnored(fields: Fields, { ignore }: PlannedTable): boolean {
  const own = Object.keys(fields).filter((name) => !name.startsWith('_'));
  return own.length > 0 && own.every((name) => ignore.includes(name));
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
