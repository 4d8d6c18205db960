import { createWriteStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';

export interface ZipEntry {
  name: string;
  content: Buffer;
}

/** The limit of the decompressed size, because a small archive may expand to any size. */
const mostBytes = 512 * 1024 * 1024;

/** Reads every file of a zip archive. @throws Error if the archive is damaged, or decompresses to more than 512 MiB */
export async function readZip(archive: Buffer): Promise<ZipEntry[]> {
  const zip = await fromBufferPromise(archive, { lazyEntries: true });
  const entries: ZipEntry[] = [];
  let bytes = 0;

  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    bytes += entry.uncompressedSize;
    if (bytes > mostBytes) throw new Error(`the archive decompresses to more than ${mostBytes} bytes`);
    entries.push({ name: entry.fileName, content: await buffer(await zip.openReadStreamPromise(entry)) });
  }

  return entries;
}

/** Writes a zip archive that only its owner can read. */
export async function writeZip(file: string, entries: readonly ZipEntry[]): Promise<void> {
  const zip = new ZipFile();
  for (const { name, content } of entries) zip.addBuffer(content, name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file, { mode: 0o600 }));
}
