import type { DatabaseSchema, Validator } from '../../contract/index.ts';
import type { DocumentSource } from '../../snapshot/index.ts';
import { isDocumentId, referencesIn, tableNumberOf } from '../../snapshot/index.ts';
import type { DifferenceList } from './difference-list.ts';
import { type ExpectedReference, expectedReferences, misdirection } from './expected-tables.ts';
import { type LineSpill, partitionCount } from './line-spill.ts';
import type { MigrationPlan, PlannedTable } from './plan.ts';

export interface DanglingInput {
  plan: MigrationPlan;
  from: DocumentSource;
  to: DocumentSource;
  ids: LineSpill;
  references: LineSpill;
  dangling: DifferenceList;
  misdirected: DifferenceList;
  unfollowed: DifferenceList;
  /** The schema of the target. */
  schema?: DatabaseSchema | undefined;
}

type DocumentFields = Readonly<Record<string, unknown>>;

/** Where a reference is: the table and id of its document, the field, and the tables that the schema allows there. */
type Place = [table: string, id: string, field: string, tables?: readonly string[]];

/**
 * Finds references of the target to documents that it does not have, or that are of another table than the schema says. An id contains only the number of its table: if neither
 * side shows a document of that table, such as files and scheduled functions that an export omits, the reference
 * cannot be resolved.
 * @returns the number of references
 */
export async function findDangling(input: DanglingInput): Promise<number> {
  const { plan, from, to, ids, references, dangling, misdirected, unfollowed, schema } = input;
  const validators = new Map(schema?.tables.map(({ name, document }) => [name, document]));
  const shown = new Set<number>();
  let followed = 0;

  for (const table of await to.tables())
    for await (const { documents } of to.pages(table))
      for (const { id, fields } of documents) {
        ids.add(id, table);
        if (isDocumentId(id)) shown.add(tableNumberOf(id));
        const expected = expectedIn(validators.get(table), fields);
        for (const each of expected.values())
          if (!isDocumentId(each.text)) misdirected.add({ table, id, ...wrong(each, undefined) });
        for (const reference of referencesIn(fields)) {
          followed += 1;
          const place: Place = [table, id, reference.field];
          const { tables } = expected.get(keyOf(reference.field, reference.id)) ?? {};
          references.add(reference.id, tables ? [...place, tables] : place);
        }
      }

  let isAsked = false;
  for (let index = 0; index < partitionCount; index += 1) {
    const known = new Map(ids.partition<string>(index));
    for (const [wanted, [table, id, field, tables]] of references.partition<Place>(index)) {
      const there = known.get(wanted);
      if (there !== undefined) {
        const reference = { field, text: wanted, tables: tables ?? [there] };
        if (!reference.tables.includes(there)) misdirected.add({ table, id, ...wrong(reference, there) });
        continue;
      }

      const number = tableNumberOf(wanted);
      if (!shown.has(number) && !isAsked) {
        isAsked = true;
        for (const each of await tableNumbers(from)) shown.add(each);
      }

      if (shown.has(number)) dangling.add({ table, id, field, expected: 'a document of the target', received: wanted });
      else if (!isIgnored(plan, table, field))
        unfollowed.add({
          table,
          id,
          field,
          expected: 'a document of a table that one of the sides shows',
          received: wanted,
        });
    }
  }

  return followed;
}

function expectedIn(document: Validator | undefined, fields: DocumentFields): Map<string, ExpectedReference> {
  if (document === undefined) return new Map();
  return new Map(expectedReferences(document, fields).map((each) => [keyOf(each.field, each.text), each]));
}

function keyOf(field: string, text: string): string {
  return JSON.stringify([field, text]);
}

function wrong(reference: ExpectedReference, there: string | undefined) {
  const expected = `a document of ${reference.tables.join(' or ')}, as the schema says`;
  return { field: reference.field, expected, received: misdirection(reference, there) ?? reference.text };
}

/** The numbers of a source's tables, read from the first document of each. */
export async function tableNumbers(source: DocumentSource): Promise<Set<number>> {
  const numbers = new Set<number>();
  for (const table of await source.tables())
    for await (const { documents } of source.pages(table)) {
      const [first] = documents;
      if (first === undefined) continue;
      if (isDocumentId(first.id)) numbers.add(tableNumberOf(first.id));
      break;
    }

  return numbers;
}

function isIgnored({ tables }: MigrationPlan, table: string, field: string): boolean {
  return Object.entries(tables).some(([own, { to = own, ignore }]) => to === table && ignore.includes(topName(field)));
}

/** Whether the plan ignores a field of the source. `ignore` uses the names in the target. */
export function ignores(planned: PlannedTable | undefined, field: string): boolean {
  const name = topName(field);
  return planned?.ignore.includes(planned.map[name]?.to ?? name) ?? false;
}

/** `reporters[0].companyId` → `reporters` */
function topName(field: string): string {
  return /^[^.[]*/.exec(field)?.[0] ?? field;
}
