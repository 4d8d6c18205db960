import { parseDocument } from 'yaml';
import { firstLine } from '../text/one-line.ts';

/** A file that should be YAML is not. The message is a sentence that starts with file, line and column. */
export class YamlMistake extends Error {
  override readonly name = 'YamlMistake';
}

/**
 * Parses a file of our own.
 * @param file as a reader knows it, for the message
 * @throws YamlMistake that names the place of the first mistake
 */
export function parseYaml(text: string, file: string): unknown {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error === undefined) return document.toJS();

  const [start] = error.linePos ?? [{ line: 1, col: 1 }];
  const what = firstLine(error.message).replace(/ at line \d+, column \d+:$/, '');
  throw new YamlMistake(`${file}:${start.line}:${start.col} is not YAML: ${what}`);
}
