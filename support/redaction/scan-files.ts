import { isUtf8 } from 'node:buffer';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, inflateSync } from 'node:zlib';
import { findSecrets } from './registered-secrets.ts';
import { readZip } from './zip-entries.ts';

/** A file that must not be published: it contains a secret, or could not be scanned. */
export interface Leak {
  file: string;
  /** The keys of the secrets; empty if the file could not be read. */
  names: string[];
  reason: string;
}

/**
 * Scans the names and contents of all files below a folder for registered secrets, including archives and compressed files.
 * A file that cannot be opened counts as a leak.
 */
export async function scanFiles(directory: string): Promise<Leak[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const leaks: Leak[] = [];

  for (const entry of entries) {
    if (entry.isDirectory()) continue;

    const file = path.join(entry.parentPath, entry.name);
    try {
      const names = await secretsIn(path.relative(directory, file), await readFile(file));
      if (names.length > 0) leaks.push({ file, names, reason: `it contains the secret of ${names.join(', ')}` });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      leaks.push({ file, names: [], reason: `it cannot be scanned for secrets: ${reason}` });
    }
  }

  return leaks;
}

/**
 * The names of the registered secrets in a file's name and content, including archives and compressed content.
 * @throws Error if an archive or compressed content is damaged
 */
export async function secretsIn(name: string, content: Buffer): Promise<string[]> {
  const text = content.toString('utf8');
  const found = [...findSecrets(name), ...findSecrets(text)];
  // The bytes of UTF-8 read as Latin-1 differ only in characters outside of ASCII.
  if (!isUtf8(content)) found.push(...findSecrets(content.toString('latin1')));
  // In UTF-16, every ASCII character has a zero byte.
  if (content.includes(0))
    found.push(...findSecrets(content.toString('utf16le')), ...findSecrets(content.subarray(1).toString('utf16le')));

  if (content.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')))
    for (const entry of await readZip(content)) found.push(...(await secretsIn(entry.name, entry.content)));
  else if (content[0] === 0x1f && content[1] === 0x8b) found.push(...(await secretsIn('', gunzipSync(content))));
  else if (isZlib(content)) found.push(...(await secretsIn('', inflateSync(content))));

  return [...new Set(found)];
}

/** RFC 1950: the two header bytes are a multiple of 31 and contain the method 8. Short texts may look the same. */
function isZlib(content: Buffer): boolean {
  const [first = 0, second = 0] = content;
  return (
    content.length > 6 &&
    first === 0x78 &&
    (first * 256 + second) % 31 === 0 &&
    [0x01, 0x5e, 0x9c, 0xda].includes(second) &&
    !isText(content)
  );
}

function isText(content: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}
