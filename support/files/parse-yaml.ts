import { parseDocument } from 'yaml';
import { firstLine } from '../text/one-line.ts';

/** A file that should be YAML is not. The message is a sentence that starts with file, line and column. */
export class YamlMistake extends Error {
  override readonly name = 'YamlMistake';
}

export interface YamlOptions {
  /** Integers that are beyond the precision of a number become a bigint; they are rounded if it is left out. */
  largeIntegers?: boolean;
}

/**
 * Parses a file of our own.
 * @param file as a reader knows it, for the message
 * @throws YamlMistake that names the place of the first mistake
 */
export function parseYaml(text: string, file: string, { largeIntegers = false }: YamlOptions = {}): unknown {
  const document = parseDocument(text, { intAsBigInt: largeIntegers });
  const [error] = document.errors;
  if (error === undefined) return largeIntegers ? withNumbers(document.toJS()) : document.toJS();

  const [start] = error.linePos ?? [{ line: 1, col: 1 }];
  const what = firstLine(error.message).replace(/ at line \d+, column \d+:$/, '');
  throw new YamlMistake(`${file}:${start.line}:${start.col} is not YAML: ${what}`);
}

function withNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(withNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withNumbers(each)]));
}
