import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { generateDocuments } from '../../../fixtures/snapshots/generate-documents.ts';
import { writeSnapshot } from '../../../fixtures/snapshots/write-snapshot.ts';
import {
  canonicalText,
  type DocumentSource,
  openArchive,
  type SnapshotDocument,
} from '../../../support/snapshot/index.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'airlock-archive-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const newFile = () => path.join(directory, `${crypto.randomUUID()}.zip`);

async function documentsOf(source: DocumentSource, table: string): Promise<SnapshotDocument[]> {
  const documents: SnapshotDocument[] = [];
  for await (const page of source.pages(table)) documents.push(...page.documents);
  return documents;
}

describe('a snapshot export', () => {
  test('contains tables and documents, including component tables and files', async () => {
    const file = newFile();
    await writeSnapshot(file, {
      tables: {
        users: [{ _id: 'k1', name: 'Avery' }],
        _storage: [{ _id: 'k2', sha256: 'x' }],
        '_components/mail/outbox': [{ _id: 'k3' }],
        empty: [],
      },
    });
    const source = await openArchive(file);

    expect(await source.tables()).toEqual(['_storage', 'empty', 'mail/outbox', 'users']);
    expect(await documentsOf(source, 'users')).toEqual([{ id: 'k1', fields: { _id: 'k1', name: 'Avery' } }]);
    expect(await documentsOf(source, 'mail/outbox')).toHaveLength(1);
    expect(await documentsOf(source, 'empty')).toEqual([]);
  });

  test('distinguishes int64 from float, also beyond the precision of a float', async () => {
    const file = newFile();
    const lines = [
      '{"_id":"k1","n":1}',
      '{"_id":"k2","n":1.0}',
      '{"_id":"k3","n":9007199254740993}',
      '{"_id":"k4","n":9007199254740992}',
    ];
    await writeSnapshot(file, { tables: { numbers: lines } });
    const texts = (await documentsOf(await openArchive(file), 'numbers')).map(({ fields }) => canonicalText(fields.n));

    expect(texts[0]).toBe('1n');
    expect(texts[1]).toBe('1');
    expect(new Set(texts).size).toBe(4);
  });

  test.each([
    ['a line that is not JSON', '{"_id":"k1"', /users\/documents\.jsonl:2: expected a document as JSON/],
    [
      'a document without an id',
      '{"name":"x"}',
      /users\/documents\.jsonl:2: expected a document with an `_id`, saw the fields name/,
    ],
    ['a field that a document has twice', '{"_id":"k1","n":1.0,"n":2.0}', /:2: .* has the same field twice/],
    ['a field that is twice deep inside', '{"_id":"k1","a":[{"\\"b":"{\\"c\\":1}","\\"b":2.0}]}', 'same field twice'],
    ['a line that is not a document', '7', /users\/documents\.jsonl:2: expected a document, saw/],
  ])('with %s is unreadable, and the message says where', async (_, line, message) => {
    const file = newFile();
    await writeSnapshot(file, { tables: { users: ['{"_id":"k0"}', line] } });
    await expect(documentsOf(await openArchive(file), 'users')).rejects.toThrow(message);
  });

  test('that is damaged inside is unreadable', async () => {
    const file = newFile();
    await writeSnapshot(file, {
      tables: { incidents: generateDocuments({ namespace: 'x', count: 50 }) },
      compressionLevel: 0,
    });
    const bytes = readFileSync(file);
    const at = bytes.indexOf('Nobody was left alone');
    bytes.write('Nobody was left along', at, 'latin1');
    writeFileSync(file, bytes);
    const source = await openArchive(file);

    await expect(documentsOf(source, 'incidents')).rejects.toThrow('does not match its checksum in the archive');
  });

  test.each([
    ['truncated', (file: string) => truncateSync(file, 200), 'cannot be read as a ZIP archive'],
    ['not a ZIP archive', (file: string) => writeFileSync(file, '{}'), 'cannot be read as a ZIP archive'],
    ['missing', (file: string) => rmSync(file), 'does not exist'],
  ])('that is %s is unreadable', async (_, damage, message) => {
    const file = newFile();
    await writeSnapshot(file, { tables: { users: [{ _id: 'k1' }] } });
    damage(file);
    await expect(openArchive(file)).rejects.toThrow(message);
  });

  test('that was packed anew is read where its files are in their places, and else unreadable', async () => {
    const [dotted, inside] = [newFile(), newFile()];
    await writeSnapshot(dotted, { tables: { './users': [{ _id: 'k1' }], notes: [] } });
    expect(await (await openArchive(dotted)).tables()).toEqual(['notes', 'users']);
    await writeSnapshot(inside, { tables: { notes: [], 'snapshot_1/users': [{ _id: 'k1' }] } });
    await expect(openArchive(inside)).rejects.toThrow(
      'contains snapshot_1/users/documents.jsonl, which is not where an export has a table',
    );
  });

  test('without any table is unreadable', async () => {
    const file = newFile();
    await writeSnapshot(file, { tables: {} });
    await expect(openArchive(file)).rejects.toThrow('is not a snapshot export');
  });
});
