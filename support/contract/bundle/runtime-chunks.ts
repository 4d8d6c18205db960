import type { Node } from 'oxc-parser';
import { keyOf } from '../syntax/expressions.ts';
import { parseScript } from '../syntax/parse-script.ts';
import { childrenOf, type FunctionNode, isFunctionNode } from '../syntax/syntax.ts';
import { evaluate } from './evaluated-names.ts';

/** How a module runtime names the file of a chunk. */
export interface ChunkNames {
  /** The ids that the runtime lists itself. Other scripts may ask it for more. */
  listed: readonly string[];
  /** The path of a chunk, relative to the folder of the site's scripts; undefined for an id that the runtime does not know. */
  pathOf(id: string): string | undefined;
}

/** `u` names scripts, `k` styles, and so does `miniCssF` of mini-css-extract-plugin. */
const namesChunks = /\.(?:u|k|miniCssF)\s*=\s*(?=\(?\s*[\w$]+\s*\)?\s*=>|function\s*\()/g;
/** The name of a script or a style, at its end. */
const chunkEnding = /\.(?:m?js|css)(?:\?|$)/;

/**
 * Finds how the runtimes of webpack and Rspack name their chunks: `n.u=e=>e+"."+{272:"326086c7"}[e]+".js"`. The function is evaluated without
 * running it, so any that joins texts, looks them up and chooses between them is understood. Pure.
 */
export function chunkNames(text: string): ChunkNames[] {
  return namingFunctions(text).flatMap(({ name, body }) => {
    const pathOf = (id: string) => {
      const path = evaluate(body, name, id);
      return typeof path === 'string' && chunkEnding.test(path) ? path : undefined;
    };
    return [{ listed: [...new Set(idsIn(body))], pathOf }];
  });
}

/** The functions that name chunks and were not understood: their source. Pure. */
export function unknownChunkNames(text: string): string[] {
  return namingFunctions(text).flatMap(({ name, body, source }) => {
    if (!/\.(?:m?js|css)["'`]/.test(source)) return [];
    const isKnown = [...idsIn(body), '0'].some((id) => evaluate(body, name, id) !== undefined);
    return isKnown ? [] : [source];
  });
}

function namingFunctions(text: string): { name: string; body: Node; source: string }[] {
  return [...text.matchAll(namesChunks)].flatMap(({ index, 0: { length } }) => {
    const start = index + length;
    const source = withHash(text, text.slice(start, endOfExpression(text, start)));
    const own = functionOf(source);
    const [parameter] = (own?.params ?? []) as readonly Node[];
    const body = own?.body as Node | null | undefined;
    return parameter?.type === 'Identifier' && body ? [{ name: parameter.name, body, source }] : [];
  });
}

/** `n.h()` is the hash of the whole build: `n.h=()=>"de76b1793552edff"`. */
function withHash(text: string, source: string): string {
  if (!/\.h\(\)/.test(source)) return source;
  const hash = /\.h\s*=\s*(?:\(\)\s*=>\s*\(?|function\s*\(\)\s*\{\s*return\s*)\s*["'`]([\w-]{1,64})["'`]/.exec(
    text,
  )?.[1];
  return hash === undefined ? source : source.replace(/[\w$]+\.h\(\)/g, `"${hash}"`);
}

/**
 * The folder of a runtime's chunks, as an address: `n.p="/"` says it, and `n.p=e+"../"` says it relative to the script that is loaded. Where
 * neither does, Next.js has them under its own folder, and others at the top.
 */
export function publicPath(text: string, url: string, path: string): string {
  for (const { index, 0: begin } of text.matchAll(/\.p\s*=(?![=>])\s*/g)) {
    const start = index + begin.length;
    const said = text.slice(start, endOfExpression(text, start)).trim();
    const written = /^(["'`])([^"'`]+)\1$/.exec(said)?.[2];
    if (written !== undefined) return written;
    const above = /^(?:[\w$]+|.{1,300}\.replace\(.{1,300})\s*\+\s*(["'`])((?:\.\.\/)+)\1$/s.exec(said)?.[2];
    if (above !== undefined || /^[\w$]+$|\.replace\(.{1,60}["'`]\/["'`]\)+$/s.test(said))
      return new URL(above ?? '.', url).pathname;
  }
  return path.startsWith('static/chunks/') ? '/_next/' : '/';
}

/** A function, parsed by itself. */
function functionOf(source: string): FunctionNode | undefined {
  const { result, failure } = parseScript('u.js', `(${source})`, { preserveParens: false });
  const [statement] = result.program.body;
  const own = failure === undefined && statement?.type === 'ExpressionStatement' ? statement.expression : undefined;
  return own !== undefined && isFunctionNode(own) ? own : undefined;
}

function endOfExpression(text: string, start: number): number {
  const token = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|[^`\\])*`|[()[\]{},;]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (/^[([{]$/.test(found[0])) depth += 1;
    else if (/^[)\]}]$/.test(found[0])) depth -= 1;
    if (depth < 0 || (depth === 0 && /^[,;]$/.test(found[0]))) return found.index;
  }
  return text.length;
}

/** The ids that an expression looks up, or compares with. */
function idsIn(node: Node): string[] {
  return [...ownIds(node), ...childrenOf(node).flatMap(idsIn)];
}

function ownIds(node: Node): string[] {
  if (node.type === 'ObjectExpression')
    return node.properties.flatMap((each) => (each.type === 'Property' ? (keyOf(each.key) ?? []) : []));
  if (node.type !== 'BinaryExpression' || !/^={2,3}$/.test(node.operator)) return [];
  return [node.left as Node, node.right].flatMap((each) => (each.type === 'Literal' ? String(each.value) : []));
}
