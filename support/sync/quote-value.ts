import { parseEnv } from 'node:util';
import { parse } from 'dotenv';
import { escapedFor } from '../families/config/index.ts';
import type { LocalReader } from '../profile/index.ts';

/** A value that no quoting preserves. */
export class Unquotable extends Error {
  override readonly name = 'Unquotable';
}

const forms: readonly ((value: string) => string)[] = [
  (value) => (/^[A-Za-z0-9_.,:;/@%+=?&~-]+$/.test(value) ? value : "'"),
  (value) => `'${value}'`,
  (value) => `"${value}"`,
  (value) => `\`${value}\``,
  (value) => (/^[^#'"`\s][^#]*$/.test(value) ? value : "'"),
];

/**
 * A line `KEY=value` that dotenv and Node's own reader both read back exactly, whatever follows it: each form of
 * quoting is tried until one does.
 * @param reader what reads the file: for one that expands names, a dollar sign is written as `\\$`
 * @throws Unquotable if none does: a line break, or every kind of quotation mark in one value
 */
export function quoteLine(key: string, meant: string, reader: LocalReader = 'dotenv'): string {
  if (/[\r\n]/.test(meant)) throw new Unquotable(`${key} contains a line break, which a local file cannot represent.`);
  const value = escapedFor(reader, meant);
  const fitting = forms.map((form) => `${key}=${form(value)}`).find((line) => isExact(line, key, value));
  if (fitting !== undefined) return fitting;
  throw new Unquotable(
    `${key} contains every kind of quotation mark, or ends with a backslash, and no quoting preserves it.`,
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
