import { canonicalText, type DocumentSource, type SnapshotDocument } from '../../snapshot/index.ts';
import { type DifferenceList, type Differences, newLists } from './difference-list.ts';
import { type LineSpill, partitionCount } from './line-spill.ts';
import type { MigrationPlan } from './plan.ts';

const system = '_storage';

export interface FilesInput {
  plan: MigrationPlan;
  from: DocumentSource;
  to: DocumentSource;
  /** Empty; takes what the source says of its files. */
  before: LineSpill;
  /** Empty; takes what the target says of its files. */
  there: LineSpill;
  listed: number;
}

/** Stored files of either side that are not what their documents say, and those of the target that are others under the same id. */
export async function findChangedFiles({ plan, from, to, before, there, listed }: FilesInput): Promise<Differences> {
  const [found] = newLists(listed);
  const broken = new Set<string>();
  for (const side of [from, to])
    for await (const { id, ...difference } of side.brokenFiles?.() ?? []) {
      if (side === to) broken.add(id);
      found.add({ table: side === to ? system : `${system} of ${from.name}`, id, field: 'file', ...difference });
    }

  await addFiles(plan, from, before);
  await addFiles(plan, to, there);
  for (let index = 0; index < partitionCount; index += 1) addOthers(index, before, there, { found, broken });
  return found.result;
}

/** What the plan names is compared as a table. */
async function addFiles({ tables }: MigrationPlan, side: DocumentSource, files: LineSpill): Promise<void> {
  for (const table of await side.tables())
    if (table.split('/').at(-1) === system && tables[table] === undefined)
      for await (const { documents } of side.pages(table))
        for (const document of documents) files.add(document.id, [table, fileText(document)]);
}

function addOthers(
  index: number,
  before: LineSpill,
  there: LineSpill,
  { found, broken }: { found: DifferenceList; broken: ReadonlySet<string> },
): void {
  const former = new Map(before.partition<[string, string]>(index));
  for (const [id, [table, received]] of there.partition<[string, string]>(index)) {
    const [, expected = received] = former.get(id) ?? [];
    if (expected !== received && !broken.has(id)) found.add({ table, id, field: 'file', expected, received });
  }
}

function fileText({ fields: { size, sha256 } }: SnapshotDocument): string {
  return `a file of ${canonicalText(size).replace(/n$/, '')} bytes with the SHA-256 ${typeof sha256 === 'string' ? sha256 : '(none)'}`;
}
