import { type DocumentSource, isDocumentId, type SnapshotDocument, tableNumberOf } from '../../snapshot/index.ts';
import type { DifferenceList } from './difference-list.ts';
import { type LineSpill, partitionCount } from './line-spill.ts';
import type { MigrationPlan } from './plan.ts';
import { moves } from './planned-document.ts';

export interface CleanedInput {
  plan: MigrationPlan;
  from: DocumentSource;
  /** The source after the migration. */
  after: DocumentSource;
  /** Empty; takes the ids of moved documents that have to be gone, with their tables. */
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
export async function findUncleaned(input: CleanedInput): Promise<Binding> {
  const { plan, from, after, moved, before, left, uncleaned } = input;
  const isMoved = (table: string, document: SnapshotDocument) => {
    const planned = plan.tables[table];
    return planned?.source === 'cleaned' && moves(document, planned);
  };
  const numbers = {
    before: await addIds(from, before, (table, document) => {
      if (isMoved(table, document)) moved.add(document.id, table);
    }),
    after: await addIds(after, left),
  };
  let common = 0;
  for (let index = 0; index < partitionCount; index += 1) {
    const gone = new Map(moved.partition<string>(index));
    const former = new Set(before.partition<string>(index).map(([id]) => id));
    for (const [id, table] of left.partition<string>(index)) {
      if (former.has(id)) common += 1;
      const own = gone.get(id);
      if (own === undefined) continue;
      const where = table === own ? '' : `, in ${table}`;
      uncleaned.add({ table: own, id, expected: `gone from ${after.name}`, received: `still there${where}` });
    }
  }
  const contradiction = otherExport(from, after) ?? otherNumber(plan, numbers.before, numbers.after);
  return { common, ...(contradiction !== undefined && { contradiction }) };
}

/** @returns the number of each table that has documents */
async function addIds(
  source: DocumentSource,
  ids: LineSpill,
  onDocument: (table: string, document: SnapshotDocument) => void = () => undefined,
): Promise<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>();
  for (const table of await source.tables())
    for await (const { documents } of source.pages(table))
      for (const document of documents) {
        const { id } = document;
        ids.add(id, table);
        onDocument(table, document);
        if (!numbers.has(table) && isDocumentId(id)) numbers.set(table, tableNumberOf(id));
      }
  return numbers;
}

/** As `npx convex export` names its files: Convex, crates/application/src/lib.rs, `snapshot_<deployment>_<time>.zip`. */
const exportName = /(?:^|[\\/])snapshot_([a-z]+-[a-z]+-\d+)_(\d+)\.zip$/;
/** The address of a live deployment in Convex's cloud. */
const cloudAddress = /^https:\/\/([a-z]+-[a-z]+-\d+)\.[\w.-]*convex\.cloud\b/;

/** What the names of two exports say against their being of one deployment, in this order. */
function otherExport(from: DocumentSource, after: DocumentSource): string | undefined {
  const [, own, time] = exportName.exec(from.name) ?? [];
  const [, other, later] = exportName.exec(after.name) ?? cloudAddress.exec(after.name) ?? [];
  if (own === undefined || other === undefined) return undefined;
  if (own !== other) return `the one is of the deployment ${own}, and the other of ${other}`;
  const isEarlier = time !== undefined && later !== undefined && BigInt(later) <= BigInt(time);
  return isEarlier ? `${after.name} was exported before ${from.name}` : undefined;
}

/** A table that is cleaned may have been removed and made again. */
function otherNumber(
  { tables }: MigrationPlan,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): string | undefined {
  for (const [table, number] of before) {
    const there = after.get(table);
    if (there !== undefined && there !== number && tables[table]?.source !== 'cleaned')
      return `the table ${table} has the number ${number} in the one, and ${there} in the other`;
  }
  return undefined;
}
