import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { SealedLog } from '../files/sealed-log.ts';
import { dayMs } from '../text/duration.ts';
import { type DocumentPage, type DocumentSource, documentOf } from './document-source.ts';

export interface KeepOptions {
  /** Where the documents are kept, encrypted. */
  directory: string;
  /** What whoever may read the documents knows: they are encrypted with a key that is made of it. */
  secret: string;
  /** What it is read for: what was read for something else is read again. */
  about: string;
  /** What was read longer ago is read again. */
  longestResumeMs?: number;
}

/** A source whose documents are read once. */
export interface KeptSource extends DocumentSource, Disposable {
  /** The same as long as it is the same reading. */
  reading: string;
  /** The number of documents that an earlier run had read. */
  resumed: number;
  /** When reading began, in milliseconds since 1970. */
  startedAt: number;
}

const Beginning = z.strictObject({ reading: z.string(), startedAt: z.number(), tables: z.array(z.string()) });
const KeptPage = z.strictObject({ documents: z.array(z.unknown()), cursor: z.string().optional() });

/**
 * Keeps what is read of a live deployment, so that each page is read once: however often a comparison goes through a table, it sees the
 * same documents, and a later run goes on after the last page that is whole.
 */
export async function keepDocuments(source: DocumentSource, options: KeepOptions): Promise<KeptSource> {
  const { directory, secret, about, longestResumeMs = dayMs } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  let logs = new Map<string, SealedLog>();
  const logOf = (name: string, reading: string) => {
    const file = path.join(directory, createHash('sha256').update(name).digest('hex').slice(0, 32));
    const log = logs.get(name) ?? new SealedLog(file, secret, JSON.stringify([source.name, about, name, reading]));
    logs.set(name, log);
    return log;
  };

  let head = logOf('', '');
  let former = beginningIn(head);
  if (former !== undefined && Date.now() - former.startedAt >= longestResumeMs) former = undefined;
  if (former === undefined) {
    for (const log of logs.values()) log[Symbol.dispose]();
    logs = new Map();
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    head = logOf('', '');
    head.append({ reading: randomUUID(), startedAt: Date.now(), tables: await source.tables() });
  }

  const { reading, startedAt, tables } = former ?? Beginning.parse(head.record(0));
  const kept: KeptSource = {
    ...source,
    reading,
    resumed: 0,
    startedAt,
    tables: async () => tables,
    pages(table, cursor) {
      return cursor === undefined ? keptPages(logOf(`table ${table}`, reading), table) : source.pages(table, cursor);
    },
    [Symbol.dispose]: () => {
      for (const log of logs.values()) log[Symbol.dispose]();
      logs.clear();
    },
  };

  async function* keptPages(log: SealedLog, table: string): AsyncIterable<DocumentPage> {
    let last: DocumentPage | undefined;
    for (let index = 0; index < log.length; index += 1) {
      last = pageIn(log.record(index), `${source.name}, table ${table}`);
      yield last;
    }
    if (last !== undefined && last.cursor === undefined) return;

    for await (const page of source.pages(table, last?.cursor)) {
      log.append({ documents: page.documents.map(({ fields }) => fields), cursor: page.cursor });
      yield page;
    }
  }

  if (former !== undefined)
    for (const table of tables) {
      const log = logOf(`table ${table}`, reading);
      for (let index = 0; index < log.length; index += 1)
        kept.resumed += pageIn(log.record(index), table).documents.length;
    }
  return kept;
}

function beginningIn(log: SealedLog) {
  return log.length === 0 ? undefined : Beginning.safeParse(log.record(0)).data;
}

function pageIn(record: unknown, place: string): DocumentPage {
  const { documents, cursor } = KeptPage.parse(record);
  return { documents: documents.map((value) => documentOf(value, place)), cursor };
}
