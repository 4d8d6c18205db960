import { parseEnv } from 'node:util';
import { parse } from 'dotenv';

/** A value that no quoting gives back as it is. */
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
 * A line `KEY=value` that dotenv and Node's own reader both give back exactly, whatever stands after it: each form of
 * quoting is tried until one does.
 * @throws Unquotable where none does: a line break, or every kind of quotation mark in one value
 */
export function quoteLine(key: string, value: string): string {
  if (/[\r\n]/.test(value)) throw new Unquotable(`${key} holds a line break, which a local file cannot give back.`);
  for (const form of forms) {
    const line = `${key}=${form(value)}`;
    // What follows shows whether a quotation mark stays open.
    const text = `BEFORE_IT=1\n${line}\nAFTER_IT='2'\n# it's "a" \`comment\`\nLAST_OF_ALL="3"\n`;
    if ([parse(text), parseEnv(text)].every((read) => isExact(read, key, value))) return line;
  }
  throw new Unquotable(`${key} holds every kind of quotation mark, and no quoting gives it back as it is.`);
}

function isExact(read: NodeJS.Dict<string>, key: string, value: string): boolean {
  const names = ['BEFORE_IT', key, 'AFTER_IT', 'LAST_OF_ALL'];
  return (
    read[key] === value &&
    read.AFTER_IT === '2' &&
    read.LAST_OF_ALL === '3' &&
    Object.keys(read).every((name) => names.includes(name))
  );
}
