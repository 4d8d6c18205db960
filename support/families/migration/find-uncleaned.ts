import { type DocumentSource, isDocumentId, tableNumberOf } from '../../snapshot/index.ts';
import type { DifferenceList } from './difference-list.ts';
import { type LineSpill, partitionCount } from './line-spill.ts';

export interface CleanedInput {
  from: DocumentSource;
  /** The source after the migration. */
  after: DocumentSource;
  /** Ids of moved documents that have to be gone, with their tables. */
  moved: LineSpill;
  /** Empty; takes the ids of `from`. */
  before: LineSpill;
  /** Empty; takes the ids of `after`. */
  left: LineSpill;
  uncleaned: DifferenceList;
}

/** What shows that the source afterwards is the source: without it, that a document is not there proves nothing. */
export interface Binding {
  /** Documents that both have under the same id. */
  common: number;
  /** Why it cannot be the same deployment. */
  contradiction?: string;
}

/** Looks for moved documents in every table of the source afterwards, and for what binds it to the source. */
export async function findUncleaned({ from, after, moved, before, left, uncleaned }: CleanedInput): Promise<Binding> {
  const numbers = { before: await addIds(from, before), after: await addIds(after, left) };
  let common = 0;
  for (let index = 0; index < partitionCount; index += 1) {
    const gone = new Map(moved.partition<string>(index));
    const former = new Set(before.partition<string>(index).map(([id]) => id));
    for (const [id, table] of left.partition<string>(index)) {
      if (former.has(id)) common += 1;
      const from = gone.get(id);
      if (from === undefined) continue;
      const where = table === from ? '' : `, in ${table}`;
      uncleaned.add({ table: from, id, expected: `gone from ${after.name}`, received: `still there${where}` });
    }
  }
  const contradiction = common > 0 ? undefined : otherNumber(numbers.before, numbers.after);
  return { common, ...(contradiction !== undefined && { contradiction }) };
}

/** @returns the number of each table that has documents */
async function addIds(source: DocumentSource, ids: LineSpill): Promise<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>();
  for (const table of await source.tables())
    for await (const { documents } of source.pages(table))
      for (const { id } of documents) {
        ids.add(id, table);
        if (!numbers.has(table) && isDocumentId(id)) numbers.set(table, tableNumberOf(id));
      }
  return numbers;
}

function otherNumber(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string | undefined {
  for (const [table, number] of before) {
    const there = after.get(table);
    if (there !== undefined && there !== number)
      return `the table ${table} has the number ${number} in the one, and ${there} in the other`;
  }
  return undefined;
}
