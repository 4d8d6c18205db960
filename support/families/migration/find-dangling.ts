import type { DocumentSource } from '../../snapshot/index.ts';
import { isDocumentId, referencesIn, tableNumberOf } from '../../snapshot/index.ts';
import type { DifferenceList } from './difference-list.ts';
import { type LineSpill, partitionCount } from './line-spill.ts';
import type { MigrationPlan, PlannedTable } from './plan.ts';

export interface DanglingInput {
  plan: MigrationPlan;
  from: DocumentSource;
  to: DocumentSource;
  ids: LineSpill;
  references: LineSpill;
  dangling: DifferenceList;
  unfollowed: DifferenceList;
}

/**
 * Finds references of the target to documents that it does not have. An id contains only the number of its table: if neither
 * side shows a document of that table, such as files and scheduled functions that an export omits, the reference
 * cannot be resolved.
 * @returns the number of references
 */
export async function findDangling(input: DanglingInput): Promise<number> {
  const { plan, from, to, ids, references, dangling, unfollowed } = input;
  const shown = new Set<number>();
  let followed = 0;

  for (const table of await to.tables())
    for await (const { documents } of to.pages(table))
      for (const { id, fields } of documents) {
        ids.add(id, true);
        if (isDocumentId(id)) shown.add(tableNumberOf(id));
        for (const reference of referencesIn(fields)) {
          followed += 1;
          references.add(reference.id, [table, id, reference.field]);
        }
      }

  let isAsked = false;
  for (let index = 0; index < partitionCount; index += 1) {
    const known = new Set(ids.partition<true>(index).map(([id]) => id));
    for (const [wanted, [table, id, field]] of references.partition<[string, string, string]>(index)) {
      if (known.has(wanted)) continue;

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
