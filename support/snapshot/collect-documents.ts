import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../files/write-atomically.ts';
import { dayMs } from '../text/duration.ts';
import type { DocumentPage, DocumentSource, SnapshotDocument } from './document-source.ts';
import {
  contentDigest,
  contentRecordBytes,
  digestBytes,
  idRecordBytes,
  isContentSampled,
  isSampled,
  partitionCount,
  spread,
  writeIdRecord,
} from './record.ts';
import { PartitionWriter } from './spill.ts';

const TableCount = z.strictObject({ documents: z.number(), sampled: z.number(), tooShort: z.number() });
/** What is known of a collection that is under way or done. */
const Manifest = z.strictObject({
  source: z.string(),
  oneIn: z.number(),
  startedAt: z.number(),
  tables: z.record(z.string(), TableCount),
  under: z.strictObject({ table: z.string(), cursor: z.string() }).optional(),
  sizes: z.strictObject({ ids: z.array(z.number()), contents: z.array(z.number()) }),
  done: z.boolean(),
});
type Manifest = z.infer<typeof Manifest>;

export interface CollectOptions {
  directory: string;
  /** One document in so many. */
  oneIn: number;
  /** The tables of both sides of a comparison: a table's number is its place among them. */
  tables: readonly string[];
  onProgress?: (progress: { source: string; table: string; documents: number }) => void;
  /** What was collected longer ago than this begins anew. */
  longestResumeMs?: number;
}

export interface Collection {
  source: string;
  directory: string;
  tables: Readonly<Record<string, z.infer<typeof TableCount>>>;
  /** Documents that an earlier run had read. */
  resumed: number;
}

const checkpointDocuments = 20_000;
/** Tables whose first page is asked for while another is read: most are small, and each costs a way there and back. */
const tablesAhead = 5;

/**
 * Spills ids and content digests of all documents of a source into a directory. Where an earlier run was cut off there,
 * it goes on from the last whole page.
 */
export async function collectDocuments(source: DocumentSource, options: CollectOptions): Promise<Collection> {
  const { directory, oneIn, tables, onProgress, longestResumeMs = dayMs } = options;
  mkdirSync(directory, { recursive: true });
  const manifestFile = path.join(directory, 'manifest.json');
  const identity = JSON.stringify([source.state ?? source.name, tables]);
  const former = readManifest(manifestFile);
  const resumes =
    former !== undefined &&
    former.source === identity &&
    former.oneIn === oneIn &&
    Date.now() - former.startedAt < longestResumeMs;
  const manifest: Manifest = resumes
    ? former
    : { source: identity, oneIn, startedAt: Date.now(), tables: {}, sizes: { ids: [], contents: [] }, done: false };
  const sizes = resumes ? manifest.sizes : undefined;
  using ids = new PartitionWriter(directory, 'ids', partitionCount, idRecordBytes, sizes?.ids);
  using contents = new PartitionWriter(directory, 'contents', partitionCount, contentRecordBytes, sizes?.contents);
  const resumed = Object.values(manifest.tables).reduce((sum, { documents }) => sum + documents, 0);
  const save = () => {
    manifest.sizes = { ids: ids.checkpoint(), contents: contents.checkpoint() };
    writeManifest(manifestFile, manifest);
  };
  const own = new Set(await source.tables());
  const open = tables
    .map((table, number) => ({ table, number }))
    .filter(({ table }) => own.has(table) && !manifest.done)
    .filter(({ table }) => manifest.tables[table] === undefined || manifest.under?.table === table);
  const ahead = source.state === undefined ? tablesAhead : 0;
  const begun = new Map<string, AsyncIterable<DocumentPage>>();
  for (const [index, { table, number }] of open.entries()) {
    const from = manifest.under?.table === table ? manifest.under.cursor : undefined;
    for (const next of open.slice(index + 1, index + 1 + ahead))
      if (!begun.has(next.table)) begun.set(next.table, startedPages(source.pages(next.table)));
    const pages = begun.get(table) ?? source.pages(table, from);
    begun.delete(table);
    const count = from === undefined ? noDocuments() : (manifest.tables[table] ?? noDocuments());
    let sinceCheckpoint = 0;
    let whole: { count: typeof count; cursor: string } | undefined;
    const checkpoint = () => {
      if (whole === undefined) return;
      manifest.tables[table] = whole.count;
      manifest.under = { table, cursor: whole.cursor };
      save();
    };
    try {
      for await (const { documents, cursor } of pages) {
        whole = undefined;
        for (const document of documents) {
          count.documents += 1;
          if (isSampled(document.id, oneIn)) {
            count.sampled += 1;
            const { buffer, offset } = ids.slot(spread(document.id) % partitionCount);
            writeIdRecord(buffer, offset, document.id, number);
          }
          if (!spillContent(document, number, oneIn, contents)) count.tooShort += 1;
        }
        if (cursor !== undefined) whole = { count: { ...count }, cursor };
        sinceCheckpoint += documents.length;
        onProgress?.({ source: source.name, table, documents: count.documents });
        if (sinceCheckpoint < checkpointDocuments) continue;
        sinceCheckpoint = 0;
        checkpoint();
      }
    } catch (error) {
      // What ends between two pages, as a deadline does, leaves the last of them whole.
      checkpoint();
      throw error;
    }
    manifest.tables[table] = count;
    delete manifest.under;
    save();
  }
  manifest.done = true;
  save();
  return { source: source.name, directory, tables: manifest.tables, resumed };
}

/** Pages whose first one is asked for at once. */
function startedPages(pages: AsyncIterable<DocumentPage>): AsyncIterable<DocumentPage> {
  const iterator = pages[Symbol.asyncIterator]();
  const first = iterator.next();
  // Whoever breaks off before its turn leaves it: that is no accident of the process.
  first.catch(() => undefined);
  return {
    async *[Symbol.asyncIterator]() {
      for (let page = await first; page.done !== true; page = await iterator.next()) yield page.value;
    },
  };
}

function noDocuments(): z.infer<typeof TableCount> {
  return { documents: 0, sampled: 0, tooShort: 0 };
}

/** @returns false where the document says too little to be known again by it */
function spillContent(document: SnapshotDocument, table: number, oneIn: number, contents: PartitionWriter): boolean {
  const digest = contentDigest(document);
  if (digest === undefined) return false;
  if (!isContentSampled(digest, oneIn)) return true;
  const { buffer, offset } = contents.slot((digest[0] ?? 0) % partitionCount);
  digest.copy(buffer, offset, 0, digestBytes);
  writeIdRecord(buffer, offset + digestBytes, document.id, table);
  return true;
}

function readManifest(file: string): Manifest | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return Manifest.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    // Torn by whatever cut the run off: it begins anew.
    return undefined;
  }
}

function writeManifest(file: string, manifest: Manifest): void {
  writeAtomically(file, JSON.stringify(manifest));
}
