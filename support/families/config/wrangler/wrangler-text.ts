import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { parse as parseToml, TomlError } from 'smol-toml';

/** A configuration as data, and the line of each part of it. */
export interface WranglerText {
  root: Record<string, unknown>;
  /** The line of a value by its path: keys, and indexes of lists. */
  lineOf: (path: readonly (string | number)[]) => number;
}

/** The file is not what its name says. */
export class WranglerUnreadable extends Error {
  override readonly name = 'WranglerUnreadable';
}

/**
 * Reads `wrangler.toml`, `wrangler.json` or `wrangler.jsonc` as wrangler does: TOML, or JSON with comments and trailing commas.
 * @throws WranglerUnreadable with file and line
 */
export function readWranglerText(file: string, text: string): WranglerText {
  return file.endsWith('.toml') ? readToml(file, text) : readJson(file, text);
}

function readJson(file: string, text: string): WranglerText {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined)
    throw new WranglerUnreadable(
      `${file}:${lineAt(text, error.offset)} is not JSON: ${printParseErrorCode(error.error)}`,
    );
  const root: unknown = tree === undefined ? undefined : getNodeValue(tree);
  if (tree === undefined || !isRecord(root)) throw new WranglerUnreadable(`${file}:1 is not an object`);
  return { root, lineOf: (path) => lineAt(text, offsetOf(tree, path)) };
}

function offsetOf(tree: Node, path: readonly (string | number)[]): number {
  return findNodeAtLocation(tree, [...path])?.offset ?? tree.offset;
}

function readToml(file: string, text: string): WranglerText {
  try {
    return { root: parseToml(text), lineOf: (path) => tomlLine(text, path) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new WranglerUnreadable(`${file}:${error.line} is not TOML: ${error.message.split('\n')[0]}`);
  }
}

/**
 * The line of a value of a TOML file. The parser keeps no positions: the header of the table leads to it, the name of the
 * item decides among several.
 */
function tomlLine(text: string, path: readonly (string | number)[]): number {
  const keys = path.filter((part) => typeof part === 'string');
  const index = path.find((part) => typeof part === 'number') ?? 0;
  const lines = text.split('\n');
  for (let depth = keys.length; depth > 0; depth -= 1) {
    const found = linesOf(lines, keys.slice(0, depth));
    const line = found[Math.min(index, found.length - 1)];
    if (line !== undefined) return line;
  }
  return 1;
}

/** The lines that open a table or give it a value: `[[a.b]]`, `[a.b]`, `b = …` below `[a]`, `a.b = …`. */
function linesOf(lines: readonly string[], keys: readonly string[]): number[] {
  const wanted = keys.join('.');
  const found: number[] = [];
  let table = '';
  for (const [index, line] of lines.entries()) {
    const header = /^\s*\[{1,2}\s*([^\]]{1,200}?)\s*\]{1,2}/.exec(line)?.[1];
    const key = /^\s*([\w."'-]{1,200})\s*=/.exec(line)?.[1];
    if (header !== undefined) table = bare(header);
    const opened = header === undefined && key !== undefined ? [table, bare(key)].filter(Boolean).join('.') : table;
    if (opened === wanted && (header !== undefined || key !== undefined)) found.push(index + 1);
  }
  return found;
}

function bare(written: string): string {
  return written.replaceAll(/["'\s]/g, '');
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** What stands at a path below a value; undefined where nothing does. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isRecord(found) ? found[key] : undefined), value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
