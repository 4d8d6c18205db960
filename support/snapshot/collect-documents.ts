import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { jsonIn } from '../files/parse-json.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { dayMs } from '../text/duration.ts';
import { ContentKeys } from './content-keys.ts';
import type { DocumentPage, DocumentSource, SnapshotDocument } from './document-source.ts';
import {
  contentRecordBytes,
  idRecordBytes,
  isSampled,
  partitionCount,
  spread,
  writeContentRecord,
  writeIdRecord,
} from './record.ts';
import { areIntact, PartitionWriter } from './spill.ts';

const TableCount = z.strictObject({ documents: z.number(), sampled: z.number(), tooShort: z.number() });
type TableCount = z.infer<typeof TableCount>;

const Files = z.array(z.strictObject({ bytes: z.number(), checksum: z.number() }));

/** The saved state of a collection, so that a later run can resume it. */
const Manifest = z.strictObject({
  source: z.string(),
  oneIn: z.number(),
  startedAt: z.number(),
  tables: z.record(z.string(), TableCount),
  under: z.strictObject({ table: z.string(), cursor: z.string() }).optional(),
  files: z.strictObject({ ids: Files, contents: Files, documents: Files }),
  done: z.boolean(),
  /** It was compared with another one in the run that completed it. */
  compared: z.boolean().optional(),
});
type Manifest = z.infer<typeof Manifest>;

export interface CollectOptions {
  directory: string;
  /** Collects one document in this many. */
  oneIn: number;
  /** Tables that are left out. */
  exclude?: readonly string[];
  onProgress?: (progress: { source: string; table: string; documents: number }) => void;
  /** A collection older than this is started again. */
  longestResumeMs?: number;
}

export interface Collection {
  source: string;
  directory: string;
  /** The tables in the order of their indexes in the records. */
  names: readonly string[];
  tables: Readonly<Record<string, TableCount>>;
  /** All documents: they are numbered in the order in which they were read. */
  documents: number;
  /** The number of documents that an earlier run had read. */
  resumed: number;
}

const checkpointDocuments = 20_000;
/** Tables whose first page is fetched in advance: most are small, and each costs a round trip. */
const tablesAhead = 5;

/**
 * Writes the ids and content digests of all documents of a source into a directory. If an earlier run was interrupted there,
 * it resumes after the last complete page.
 * @throws DocumentsUnreadable if an id is longer than Convex's, or from the source
 */
export async function collectDocuments(source: DocumentSource, options: CollectOptions): Promise<Collection> {
  const { directory, oneIn, exclude = [], onProgress, longestResumeMs = dayMs } = options;
  const tables = (await source.tables()).filter((table) => !exclude.includes(table)).sort();
  mkdirSync(directory, { recursive: true });

  const manifestFile = path.join(directory, 'manifest.json');
  const manifest = resumedManifest(manifestFile, source, { oneIn, tables, longestResumeMs });
  const resumed = Object.values(manifest.tables).reduce((sum, { documents }) => sum + documents, 0);
  const { files } = manifest;
  using ids = new PartitionWriter(directory, 'ids', partitionCount, idRecordBytes, files.ids);
  using contents = new PartitionWriter(directory, 'contents', partitionCount, contentRecordBytes, files.contents);
  using documents = new PartitionWriter(directory, 'documents', 1, idRecordBytes, files.documents);
  let next = resumed;
  const keys = new ContentKeys((low, high, kind) => {
    // A sample has the same keys on both sides.
    if (oneIn > 1 && high % oneIn !== 0) return;
    const { buffer, offset } = contents.slot(low % partitionCount);
    writeContentRecord(buffer, offset, { low, high, kind, number: next });
  });
  const collecting: Collecting = {
    manifest,
    save: () => {
      manifest.files = { ids: ids.checkpoint(), contents: contents.checkpoint(), documents: documents.checkpoint() };
      writeManifest(manifestFile, manifest);
    },
    spill: (document, table, count) => {
      const record = { id: document.id, table, number: next };
      const all = documents.slot(0);
      writeIdRecord(all.buffer, all.offset, record);
      if (isSampled(document.id, oneIn)) {
        count.sampled += 1;
        const { buffer, offset } = ids.slot(spread(document.id) % partitionCount);
        writeIdRecord(buffer, offset, record);
      }
      if (keys.read(document)) count.tooShort += 1;
      next += 1;
    },
    onRead: (table, documents) => onProgress?.({ source: source.name, table, documents }),
  };

  const open = tables
    .filter(() => !manifest.done)
    .filter((table) => manifest.tables[table] === undefined || manifest.under?.table === table);
  const pagesOf = startingAhead(source, open);

  for (const table of open) {
    const from = resumeCursor(manifest, table);
    await collectTable(collecting, table, tables.indexOf(table), pagesOf(table, from), from !== undefined);
  }

  manifest.done = true;
  collecting.save();
  return { source: source.name, directory, names: tables, tables: manifest.tables, documents: next, resumed };
}

interface Collecting {
  manifest: Manifest;
  /** Writes buffered records and the manifest. */
  save: () => void;
  spill: (document: SnapshotDocument, table: number, count: TableCount) => void;
  onRead: (table: string, documents: number) => void;
}

async function collectTable(
  { manifest, save, spill, onRead }: Collecting,
  table: string,
  number: number,
  pages: AsyncIterable<DocumentPage>,
  resumes: boolean,
): Promise<void> {
  const count = (resumes && manifest.tables[table]) || noDocuments();
  let sinceCheckpoint = 0;
  let complete: { count: TableCount; cursor: string } | undefined;
  const checkpoint = () => {
    if (complete === undefined) return;
    manifest.tables[table] = complete.count;
    manifest.under = { table, cursor: complete.cursor };
    save();
  };

  try {
    for await (const { documents, cursor } of pages) {
      complete = undefined;
      for (const document of documents) {
        count.documents += 1;
        spill(document, number, count);
      }

      if (cursor !== undefined) complete = { count: { ...count }, cursor };

      sinceCheckpoint += documents.length;
      onRead(table, count.documents);
      if (sinceCheckpoint < checkpointDocuments) continue;

      sinceCheckpoint = 0;
      checkpoint();
    }
  } catch (error) {
    // After an interruption between two pages, such as a deadline, the last page is complete.
    checkpoint();
    throw error;
  }

  manifest.tables[table] = count;
  delete manifest.under;
  save();
}

/** The manifest of an interrupted run with the same source and options; otherwise a new one. */
function resumedManifest(
  file: string,
  { state, name }: DocumentSource,
  { oneIn, tables, longestResumeMs }: { oneIn: number; tables: readonly string[]; longestResumeMs: number },
): Manifest {
  const source = JSON.stringify([state ?? name, tables]);
  const former = readManifest(file);
  const isRecent = former !== undefined && former.compared !== true && Date.now() - former.startedAt < longestResumeMs;
  const isOwn = isRecent && former.source === source && former.oneIn === oneIn;
  if (isOwn && isWhole(path.dirname(file), former)) return former;
  const files = { ids: [], contents: [], documents: [] };
  return { source, oneIn, startedAt: Date.now(), tables: {}, files, done: false };
}

/** Whether the files beside a manifest are those that it describes. */
function isWhole(directory: string, { files, tables }: Manifest): boolean {
  const read = Object.values(tables).reduce((sum, { documents }) => sum + documents, 0);
  const numbered = files.documents.reduce((sum, { bytes }) => sum + bytes / idRecordBytes, 0);
  return read === numbered && Object.entries(files).every(([name, states]) => areIntact(directory, name, states));
}

function resumeCursor({ under }: Manifest, table: string): string | undefined {
  if (under?.table !== table) return undefined;
  return under.cursor;
}

/** Returns a table's pages, and fetches the first pages of the tables after it. */
function startingAhead(source: DocumentSource, tables: readonly string[]) {
  const ahead = source.state === undefined ? tablesAhead : 0;
  const started = new Map<string, AsyncIterable<DocumentPage>>();

  return (table: string, from: string | undefined): AsyncIterable<DocumentPage> => {
    const index = tables.indexOf(table);
    for (const next of tables.slice(index + 1, index + 1 + ahead))
      if (!started.has(next)) started.set(next, startedPages(source.pages(next)));

    const pages = started.get(table) ?? source.pages(table, from);
    started.delete(table);
    return pages;
  };
}

/** Pages whose first one is fetched at once. */
function startedPages(pages: AsyncIterable<DocumentPage>): AsyncIterable<DocumentPage> {
  const iterator = pages[Symbol.asyncIterator]();
  const first = iterator.next();
  // It may never be awaited, if reading stops before its turn: a rejection must not end the process.
  first.catch(() => undefined);

  return {
    async *[Symbol.asyncIterator]() {
      for (let page = await first; page.done !== true; page = await iterator.next()) yield page.value;
    },
  };
}

function noDocuments(): TableCount {
  return { documents: 0, sampled: 0, tooShort: 0 };
}

function readManifest(file: string): Manifest | undefined {
  if (!existsSync(file)) return undefined;
  // A manifest that cannot be parsed counts as missing: start again.
  return Manifest.safeParse(jsonIn(readFileSync(file, 'utf8'))).data;
}

function writeManifest(file: string, manifest: Manifest): void {
  writeAtomically(file, JSON.stringify(manifest));
}

/** Notes that a collection served its purpose: a later run starts again in its place, with fresh data. */
export function markCompared({ directory }: Collection): void {
  const file = path.join(directory, 'manifest.json');
  const manifest = readManifest(file);
  if (manifest) writeManifest(file, { ...manifest, compared: true });
}
