import { readFileSync } from 'node:fs';
import { ComposeMistake } from './compose-mistake.ts';
import { interpolate, type ProjectVariables } from './interpolate.ts';
import type { Place } from './located-tree.ts';

/** A line of an env file. */
export interface EnvLine {
  name: string;
  /** Undefined where the line is a name alone: the project's own variable is meant. */
  value: string | undefined;
  at: Place;
}

/** `NAME=value`, `export NAME=value`, `NAME: value`; a name alone takes the project's own. */
const assignment = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*(?:[=:]\s*(.*))?$/s;

/** Reads an env file; undefined where there is none. */
export function readEnvFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/**
 * Parses an env file as Compose does. Source: Compose Specification, 05-services, "env_file"; Docker, "Syntax for environment
 * files": variables are replaced but in single quotes, an inline comment begins with a space and `#`.
 * @param shown as a reader knows the file
 * @param raw `format: raw`: nothing is replaced, and quotes are a part of the value
 * @throws ComposeMistake for a line that is none of it
 */
export function parseEnvFile(text: string, shown: string, variables: ProjectVariables, raw = false): EnvLine[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const found: EnvLine[] = [];
  const known = new Map(variables);
  for (let index = 0; index < lines.length; index += 1) {
    const at = { file: shown, line: index + 1, column: 1 };
    let line = lines[index] ?? '';
    if (/^\s*(?:#|$)/.test(line)) continue;
    // A quoted value may go on over several lines.
    while (!raw && opensQuote(line) && index + 1 < lines.length) {
      index += 1;
      line += `\n${lines[index]}`;
    }
    const match = assignment.exec(line);
    const [, name, written] = match ?? [];
    if (name === undefined) throw new ComposeMistake(at, 'a line of an env file is `NAME=value`, and this one is not.');

    const value = written === undefined || raw ? written : parsedValue(written, known, at);
    found.push({ name, value, at });
    if (value !== undefined && !variables.has(name)) known.set(name, { value, from: `${shown}:${at.line}` });
  }
  return found;
}

function opensQuote(line: string): boolean {
  const [, quote, rest = ''] = /^[^=:]*[=:]\s*(["'])(.*)$/s.exec(line) ?? [];
  if (quote === undefined) return false;
  return !(quote === '"' ? /(?<!\\)(?:\\\\)*"/ : /'/).test(rest);
}

function parsedValue(written: string, variables: ProjectVariables, at: Place): string {
  const single = /^'([^']*)'/s.exec(written);
  if (single) return single[1] ?? '';
  const double = /^"((?:[^"\\]|\\.)*)"/s.exec(written);
  if (double) return interpolate(unescaped(double[1] ?? ''), variables, at).text;
  const bare = written
    .replace(/\s+#.*$/s, '')
    .replace(/^#.*$/s, '')
    .trim();
  return interpolate(bare, variables, at).text;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$$' };

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (whole, char: string) => escapes[char] ?? whole);
}
