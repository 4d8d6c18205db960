import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readZip } from '../../../../support/redaction/zip-entries.ts';

/** Every byte of every file below a folder, archives opened, as text in the decodings that a reader may try. */
export async function readAllKept(directory: string): Promise<string> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true });
  const texts: string[] = [];
  for (const entry of names.filter((each) => each.isFile())) {
    const content = await readFile(path.join(entry.parentPath, entry.name));
    const contents = entry.name.endsWith('.zip') ? (await readZip(content)).map((each) => each.content) : [content];
    for (const each of contents) texts.push(each.toString('utf8'), ...decodings(each.toString('utf8')));
  }
  return texts.join('\n');
}

function decodings(text: string): string[] {
  const base64 = (text.match(/[A-Za-z0-9+/_-]{16,}={0,2}/g) ?? []).map((each) =>
    Buffer.from(each, 'base64').toString('utf8'),
  );
  const percent = text.replace(/(?:%[0-9a-f]{2})+/gi, (each) =>
    Buffer.from(each.replaceAll('%', ''), 'hex').toString('utf8'),
  );
  return [...base64, percent, text.replaceAll('\\"', '"').replaceAll('\\/', '/')];
}
