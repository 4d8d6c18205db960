import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { otherForm } from './other-separators.ts';
import { parseTable } from './parse-table.ts';
import type { Table, TableProblem } from './table.ts';
import { TableUnreadable } from './table-unreadable.ts';

const MEBIBYTE = 1024 * 1024;
/** The largest table that is read, in bytes: far larger than any real one, far smaller than what a mistyped path may lead to. */
export const MAXIMUM_TABLE_BYTES = 16 * MEBIBYTE;
const LINE_FEED = 0x0a;

/**
 * Reads a source-of-truth table from a file and parses it; see `parseTable` for the options and the result. The size is
 * checked before reading, and at most the limit is read.
 * @throws TableUnreadable if the file is missing, not a regular file, not readable, empty, larger than 16 MiB, not UTF-8, or no
 *   table of pipes: one of tabs, commas or box-drawing characters, HTML, a file of variables
 */
export function loadTable(
  file: string,
  options: { environments?: readonly string[] } = {},
): { table: Table; problems: readonly TableProblem[] } {
  const text = decode(file, readBounded(file));
  const other = otherForm(text);
  if (other !== undefined)
    throw new TableUnreadable(
      file,
      `Table ${file} ${other.what} (line ${other.line}), and a table has pipes: write \`| GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE |\`, and a row below it for each key.`,
    );
  return parseTable(text, { ...options, file });
}

function readBounded(file: string): Buffer {
  // Checked before opening, because opening a named pipe waits for a writer.
  refuseUnfit(
    file,
    attempt(file, () => statSync(file)),
  );
  const descriptor = attempt(file, () => openSync(file, 'r'));

  try {
    const size = attempt(file, () => fstatSync(descriptor)).size;
    const bytes = Buffer.alloc(Math.min(size, MAXIMUM_TABLE_BYTES) + 1);
    let length = 0;

    while (length < bytes.length) {
      const read = attempt(file, () => readSync(descriptor, bytes, length, bytes.length - length, null));
      if (read === 0) return bytes.subarray(0, length);
      length += read;
    }

    throw new TableUnreadable(file, `Table ${file} grew while it was read; run again when nothing is writing to it.`);
  } finally {
    closeSync(descriptor);
  }
}

function refuseUnfit(file: string, stats: Stats): void {
  if (stats.isDirectory()) {
    throw new TableUnreadable(file, `Table ${file} is a directory, not a file; name the table's file.`);
  }
  if (!stats.isFile()) {
    throw new TableUnreadable(file, `Table ${file} is not a regular file (a device, a socket or a pipe); name a file.`);
  }
  if (stats.size === 0) {
    throw new TableUnreadable(file, `Table ${file} is empty (0 bytes); add the table or name another file.`);
  }
  if (stats.size > MAXIMUM_TABLE_BYTES) {
    throw new TableUnreadable(
      file,
      `Table ${file} has ${stats.size} bytes, more than the limit of ${MAXIMUM_TABLE_BYTES} (16 MiB); check that the path is right.`,
    );
  }
}

function decode(file: string, bytes: Buffer): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new TableUnreadable(file, `Table ${file} starts with a UTF-16 byte order mark; save it as UTF-8.`);
  }

  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    throw new TableUnreadable(
      file,
      `Table ${file} is binary (a NUL byte in line ${lineAt(bytes, nul)}); check the path, and that the file is saved as UTF-8.`,
    );
  }

  if (!isUtf8(bytes)) {
    throw new TableUnreadable(
      file,
      `Table ${file} is not valid UTF-8 (in line ${firstInvalidLine(bytes)}); save it as UTF-8.`,
    );
  }

  return bytes.toString('utf8');
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0 && at < offset; at = bytes.indexOf(LINE_FEED, at + 1)) line += 1;
  return line;
}

/** A line feed is never part of a longer UTF-8 sequence (RFC 3629, section 3), so each line can be checked separately. */
function firstInvalidLine(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
    line += 1;
  }

  return line;
}

function attempt<Result>(file: string, operation: () => Result): Result {
  try {
    return operation();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    const seen = MEANINGS[code] ?? `cannot be read (${code})`;
    throw new TableUnreadable(file, `Table ${file} ${seen}.`, { cause });
  }
}

const MEANINGS: Record<string, string> = {
  ENOENT: 'does not exist (ENOENT); create it, or name another path',
  ENOTDIR: 'does not exist, because part of its path is a file (ENOTDIR); name another path',
  EACCES: 'cannot be read by this user (EACCES); grant read permission or name another path',
  EPERM: 'cannot be read by this user (EPERM); grant read permission or name another path',
  ELOOP: 'is a symbolic link to itself (ELOOP); name the file itself',
};
