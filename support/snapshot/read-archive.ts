import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { canonicalText, parseExportedLine } from './canonical.ts';
import {
  type BrokenFile,
  type DocumentPage,
  type DocumentSource,
  DocumentsUnreadable,
  documentOf,
} from './document-source.ts';

const pageDocuments = 500;
/** Convex limits a document to 1 MiB; as JSON it may be larger. A longer line is not a document. */
const longestLine = 16 * 1024 * 1024;
const tableFile = /^(?:_components\/.+?\/)*(?:_components\/)?([^/]+)\/documents\.jsonl$/;

/**
 * Opens a snapshot export, whose documents are read as a stream: neither the archive nor a table is loaded as a whole.
 * Source of its layout: convex-backend, crates/exports/src/lib.rs.
 * @throws DocumentsUnreadable if the file is missing, is not a ZIP archive, or contains no table
 */
export async function openArchive(file: string, shown = file): Promise<DocumentSource> {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new DocumentsUnreadable(`snapshot ${shown} does not exist`);

  const entries = new Map<string, Entry>();
  const files = new Map<string, Entry>();
  const names = new Set<string>();
  await withArchive(file, shown, async (archive) => {
    for await (const entry of archive.eachEntry()) {
      const table = tableOf(entry.fileName);
      const stored = storedFileOf(entry.fileName);
      if (names.has(entry.fileName) || (table !== undefined && entries.has(table)) || files.has(stored ?? ''))
        throw new DocumentsUnreadable(`${shown} contains ${entry.fileName} twice`);
      names.add(entry.fileName);
      if (table === undefined && isMisplaced(entry.fileName))
        throw new DocumentsUnreadable(
          `${shown} contains ${entry.fileName}, which is not where an export has a table (<table>/documents.jsonl): it would not be read`,
        );
      if (table !== undefined) entries.set(table, entry);
      else if (stored !== undefined) files.set(stored, entry);
    }
  });
  if (entries.size === 0)
    throw new DocumentsUnreadable(`${shown} is not a snapshot export: it contains no <table>/documents.jsonl`);

  return {
    name: shown,
    // A link to a file, or another way to write its path, is the same file.
    state: `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeMs}`,
    secret: () => digestOfFile(file),
    tables: async () => [...entries.keys()].sort(),
    pages: (table) => pagesOf(file, shown, table, entries.get(table)),
    ...(storageTables(entries).length > 0 && { brokenFiles: () => brokenFilesOf(file, shown, entries, files) }),
  };
}

async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

const storageFile = /^(.*\b_storage\/[^/.]+)(?:\.[^/]*)?$/;

/** The place of a stored file without its ending: `_storage/<id>`; undefined for any other file. */
function storedFileOf(name: string): string | undefined {
  if (name.endsWith('documents.jsonl') || name.endsWith('generated_schema.jsonl')) return undefined;
  return storageFile.exec(name)?.[1];
}

function storageTables(entries: ReadonlyMap<string, Entry>): string[] {
  return [...entries.keys()].filter((table) => table.split('/').at(-1) === '_storage');
}

/** Compares every stored file with the size and the SHA-256 that its document says. */
async function* brokenFilesOf(
  file: string,
  shown: string,
  entries: ReadonlyMap<string, Entry>,
  files: ReadonlyMap<string, Entry>,
): AsyncIterable<BrokenFile> {
  const archive = await open(file, shown);
  try {
    for (const table of storageTables(entries)) {
      const folder = (entries.get(table)?.fileName ?? '').replace(/\/documents\.jsonl$/, '');
      for await (const { documents } of pagesOf(file, shown, table, entries.get(table)))
        for (const { id, fields } of documents) {
          const difference = await brokenFile(archive, files.get(`${folder}/${id}`), fields, shown);
          if (difference) yield { id, ...difference };
        }
    }
  } finally {
    archive.close();
  }
}

async function brokenFile(
  archive: ZipFile,
  entry: Entry | undefined,
  { sha256, size }: Readonly<Record<string, unknown>>,
  shown: string,
): Promise<Omit<BrokenFile, 'id'> | undefined> {
  const declared = typeof sha256 === 'string' ? sha256 : '';
  const length = numberOf(size);
  const expected = `a file of ${length ?? 'unknown'} bytes with the SHA-256 ${declared || '(none)'}`;
  if (entry === undefined) return { expected, received: 'no file in the archive' };

  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of (await archive.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    throw new DocumentsUnreadable(
      `${shown} is damaged: ${entry.fileName} cannot be unpacked (${(error as Error).message})`,
    );
  }

  const digest = hash.digest();
  // Exports have it in base64; older ones in hexadecimal.
  const isSame = [digest.toString('base64'), digest.toString('hex')].includes(declared);
  if (isSame && (length === undefined || length === bytes)) return undefined;
  return { expected, received: `${bytes} bytes with the SHA-256 ${digest.toString('base64')}` };
}

/** A size as a number, whether the export has it as a float or as an int64. */
function numberOf(size: unknown): number | undefined {
  const number = Number(canonicalText(size).replace(/n$/, ''));
  return Number.isNaN(number) ? undefined : number;
}

/** Whether a file has documents, and is neither a table's nor the list of tables: an export that was packed anew, in another folder. */
function isMisplaced(name: string): boolean {
  return /(?:^|\/)documents\.jsonl$/.test(name) && name.split('/').at(-2) !== '_tables';
}

/** The table of a file in the archive: `users`, `component/users`; undefined if it does not contain user documents. */
function tableOf(written: string): string | undefined {
  const name = written.replace(/^(?:\.\/)+/, '');
  if (!tableFile.test(name) || name.startsWith('_tables/')) return undefined;
  const parts = name.split('/').filter((part) => part !== '_components');
  if (parts.at(-2) === '_tables') return undefined;
  return parts.slice(0, -1).join('/');
}

async function* pagesOf(
  file: string,
  shown: string,
  table: string,
  entry: Entry | undefined,
): AsyncIterable<DocumentPage> {
  if (entry === undefined) throw new DocumentsUnreadable(`${shown} has no table ${table}`);

  const archive = await open(file, shown);
  try {
    let documents = [];
    let number = 0;
    for await (const line of linesOf(archive, entry, shown)) {
      number += 1;
      if (line.trim() === '') continue;

      const place = `${shown}, ${entry.fileName}:${number}`;
      documents.push(documentOf(parsed(line, place), place));
      if (documents.length < pageDocuments) continue;

      yield { documents, cursor: undefined };
      documents = [];
    }

    if (documents.length > 0) yield { documents, cursor: undefined };
  } finally {
    archive.close();
  }
}

async function* linesOf(archive: ZipFile, entry: Entry, shown: string): AsyncIterable<string> {
  const broken = (how: string) => new DocumentsUnreadable(`${shown} is damaged: ${entry.fileName} ${how}`);
  const decoder = new StringDecoder('utf8');
  let checksum = 0;
  let rest = '';

  try {
    const stream = await archive.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      const text = rest + decoder.write(chunk);
      let start = 0;

      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        yield text.slice(start, end);
        start = end + 1;
      }

      rest = text.slice(start);
      if (rest.length > longestLine) throw broken(`has a line of more than ${longestLine} characters`);
    }
  } catch (error) {
    if (error instanceof DocumentsUnreadable) throw error;
    throw broken(`cannot be unpacked (${(error as Error).message})`);
  }

  // yauzl does not check it (README, "No CRC-32 Checking").
  if (checksum !== entry.crc32) throw broken('does not match its checksum in the archive');

  rest += decoder.end();
  if (rest !== '') yield rest;
}

function parsed(line: string, place: string): unknown {
  try {
    return parseExportedLine(line);
  } catch (error) {
    throw new DocumentsUnreadable(`${place}: expected a document as JSON: ${(error as Error).message}`);
  }
}

async function withArchive(file: string, shown: string, work: (archive: ZipFile) => Promise<void>): Promise<void> {
  const archive = await open(file, shown);
  try {
    await work(archive);
  } catch (error) {
    if (error instanceof DocumentsUnreadable) throw error;
    throw new DocumentsUnreadable(`${shown} is damaged: ${(error as Error).message}`);
  } finally {
    archive.close();
  }
}

async function open(file: string, shown: string): Promise<ZipFile> {
  try {
    return await openPromise(file, { autoClose: false });
  } catch (error) {
    throw new DocumentsUnreadable(`${shown} cannot be read as a ZIP archive: ${(error as Error).message}`);
  }
}
