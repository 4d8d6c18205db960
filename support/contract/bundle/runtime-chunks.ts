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

const namesChunks = /\.u\s*=\s*(?=\(?\s*[\w$]+\s*\)?\s*=>|function\s*\()/g;

/**
 * Finds how the runtimes of webpack and Rspack name their chunks: `n.u=e=>e+"."+{272:"326086c7"}[e]+".js"`. The function is evaluated without
 * running it, so any that joins texts, looks them up and chooses between them is understood. Pure.
 */
export function chunkNames(text: string): ChunkNames[] {
  return [...text.matchAll(namesChunks)].flatMap(({ index, 0: { length } }) => {
    const own = functionAt(text, index + length);
    const [parameter] = (own?.params ?? []) as readonly Node[];
    const body = own?.body as Node | null | undefined;
    if (parameter?.type !== 'Identifier' || !body) return [];

    const pathOf = (id: string) => {
      const path = evaluate(body, parameter.name, id);
      return typeof path === 'string' && /\.m?js(?:\?|$)/.test(path) ? path : undefined;
    };
    return [{ listed: [...new Set(idsIn(body))], pathOf }];
  });
}

/**
 * The folder of a runtime's chunks, as an address: `n.p="/"` says it, and `n.p=e+"../"` says it relative to the script that is loaded. Where
 * neither does, Next.js has them under its own folder, and others at the top.
 */
export function publicPath(text: string, url: string, path: string): string {
  const said = /\.p\s*=\s*(?:(["'`])([^"'`]+)\1|[\w$]+(?:\s*\+\s*(["'`])((?:\.\.\/)+)\3)?\s*[,;)}])/.exec(text);
  if (said === null) return path.startsWith('static/chunks/') ? '/_next/' : '/';
  return said[2] ?? new URL(said[4] ?? '.', url).pathname;
}

/** The function that is written at an offset, parsed by itself. */
function functionAt(text: string, start: number): FunctionNode | undefined {
  const source = `(${text.slice(start, endOfExpression(text, start))})`;
  const { result, failure } = parseScript('u.js', source, { preserveParens: false });
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
