import { parseEnv } from 'node:util';
import { parse } from 'dotenv';
import { escapedFor } from '../../families/config/index.ts';
import type { LocalReader } from '../../profile/index.ts';

/** A value that no quoting preserves. */
export class Unquotable extends Error {
  override readonly name = 'Unquotable';
}

/** Characters that are themselves without quotes, in a shell too. */
const plain = /^[A-Za-z0-9_.,:/@%+=-]+$/;

interface QuotingForm {
  write: (value: string) => string;
  /** Whether the form may be tried for a value. */
  fits: (value: string) => boolean;
  /** Whether a shell reads it as the value, and runs nothing. Source: POSIX.1-2024, 2.2 "Quoting". */
  isSafeInShell: (value: string) => boolean;
}

const forms: readonly QuotingForm[] = [
  { write: (value) => value, fits: (value) => plain.test(value), isSafeInShell: () => true },
  { write: (value) => `'${value}'`, fits: () => true, isSafeInShell: (value) => !value.includes("'") },
  { write: (value) => `"${value}"`, fits: () => true, isSafeInShell: (value) => !/[$`"\\!]/.test(value) },
  { write: (value) => `\`${value}\``, fits: () => true, isSafeInShell: () => false },
  {
    // What would start a command in a shell is not written bare, whatever the file is for.
    write: (value) => value,
    fits: (value) => /^[^#'"`\s][^#\n]*$/.test(value) && !/[;&|<>()$`*]/.test(value),
    isSafeInShell: () => false,
  },
];

/**
 * A line `KEY=value`, or several where the value has line breaks, that dotenv and Node's own reader both read back exactly,
 * whatever follows it: each form of quoting is tried until one does.
 * @param reader what reads the file: for one that expands names, a dollar sign is written as `\\$`; for a shell, only forms
 *   that it reads in the same way are tried
 * @throws Unquotable if none does: a carriage return, a NUL, or every kind of quotation mark in one value
 */
export function quoteLine(key: string, meant: string, reader: LocalReader = 'dotenv'): string {
  if (meant.includes('\r'))
    throw new Unquotable(`${key} contains a carriage return, which a local file cannot represent.`);
  // A variable of a process ends at it (POSIX.1-2024, 8.1).
  if (meant.includes('\0')) throw new Unquotable(`${key} contains a NUL, which no environment variable can hold.`);
  const value = escapedFor(reader, meant);
  const fitting = forms
    .filter(({ fits, isSafeInShell }) => fits(value) && (reader !== 'shell' || isSafeInShell(value)))
    .map(({ write }) => `${key}=${write(value)}`)
    .find((line) => isExact(line, key, value));
  if (fitting !== undefined) return fitting;
  throw new Unquotable(
    reader === 'shell'
      ? `${key} contains a quotation mark beside a character that a shell expands, and no quoting preserves it for dotenv and a shell alike.`
      : `${key} contains every kind of quotation mark, or ends with a backslash, and no quoting preserves it.`,
  );
}

/** A line is tried with every kind of next line: an open quotation mark would swallow it, `#` included. */
const neighbours = ["'2'", "'#'", '"#"', '`#`'] as const;

function isExact(line: string, key: string, value: string): boolean {
  return neighbours.every((neighbour) => {
    const text = `BEFORE_IT=1\n${line}\nAFTER_IT=${neighbour}\n# it's "a" \`comment\`\nLAST_OF_ALL="3"\n`;
    const meant = { BEFORE_IT: '1', [key]: value, AFTER_IT: neighbour.slice(1, -1), LAST_OF_ALL: '3' };
    return [parse(text), parseEnv(text)].every(
      (read) =>
        Object.keys(read).length === Object.keys(meant).length &&
        Object.entries(meant).every(([name, each]) => read[name] === each),
    );
  });
}
