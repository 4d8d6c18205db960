import { type Node, parseSync } from 'oxc-parser';
import { keyOf } from '../syntax/expressions.ts';
import { childrenOf, isFunctionNode } from '../syntax/syntax.ts';

/** How a module runtime makes the name of a chunk: for ids that it lists itself, and for those that other scripts ask it for. */
export interface ChunkNames {
  listed: readonly string[];
  /** The path of a chunk from where the site's scripts lie; undefined for an id that the runtime does not know. */
  pathOf(id: string): string | undefined;
}

const namesChunks = /\.u\s*=\s*(?=\(?\s*[\w$]+\s*\)?\s*=>|function\s*\()/g;

/**
 * Finds how the runtimes of webpack and Rspack name their chunks: `n.u=e=>e+"."+{272:"326086c7"}[e]+".js"`. The function is read and not
 * run, so any that puts texts together, looks them up and chooses between them is understood. Pure.
 */
export function chunkNames(text: string): ChunkNames[] {
  return [...text.matchAll(namesChunks)].flatMap(({ index, 0: { length } }) => {
    const start = index + length;
    const parsed = parseSync('u.js', `(${text.slice(start, endOfExpression(text, start))})`, { preserveParens: false });
    const statement = parsed.program.body[0];
    const own =
      parsed.errors.length === 0 && statement?.type === 'ExpressionStatement' ? statement.expression : undefined;
    if (own === undefined || !isFunctionNode(own)) return [];
    const [parameter] = own.params as readonly Node[];
    const name = parameter?.type === 'Identifier' ? parameter.name : undefined;
    const body = own.body as Node | null;
    if (name === undefined || body === null) return [];
    const pathOf = (id: string) => {
      const path = given(body, name, id);
      return typeof path === 'string' && /\.m?js(?:\?|$)/.test(path) ? path : undefined;
    };
    return [{ listed: [...new Set(idsIn(body))], pathOf }];
  });
}

/**
 * Where the chunks of a runtime lie: `n.p="/"` says it, and `n.p=e+"../"` says it from the folder of the script that is loaded. Where
 * nothing does, Next.js has them under its own folder, and others at the top.
 */
export function publicPath(text: string, url: string, path: string): string {
  const said = /\.p\s*=\s*(?:(["'`])([^"'`]+)\1|[\w$]+(?:\s*\+\s*(["'`])((?:\.\.\/)+)\3)?\s*[,;)}])/.exec(text);
  if (said === null) return path.startsWith('static/chunks/') ? '/_next/' : '/';
  return said[2] ?? new URL(said[4] ?? '.', url).pathname;
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

/** What an expression, or a body that returns one, gives for an id. */
function given(node: Node, name: string, id: string): string | boolean | undefined {
  const of = (child: Node) => given(child, name, id);
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' ? String(node.value) : undefined;
    case 'Identifier':
      return node.name === name ? id : undefined;
    case 'TemplateLiteral':
      return node.quasis.reduce<string | undefined>((text, quasi, index) => {
        const filled = index === 0 ? '' : of(node.expressions[index - 1] as Node);
        return text === undefined || filled === undefined ? undefined : text + filled + (quasi.value.cooked ?? '');
      }, '');
    case 'BinaryExpression': {
      const [left, right] = [of(node.left as Node), of(node.right)];
      if (node.operator === '===' || node.operator === '==') return left === right;
      return node.operator === '+' && left !== undefined && right !== undefined ? `${left}${right}` : undefined;
    }
    case 'LogicalExpression':
      return node.operator === '&&' ? of(node.left) && of(node.right) : of(node.left) || of(node.right);
    case 'ConditionalExpression':
      return of(node.test) ? of(node.consequent) : of(node.alternate);
    case 'MemberExpression': {
      const key = node.computed ? of(node.property) : undefined;
      if (node.object.type !== 'ObjectExpression' || key === undefined) return undefined;
      const found = node.object.properties.findLast((each) => each.type === 'Property' && keyOf(each.key) === key);
      return found?.type === 'Property' ? of(found.value as Node) : undefined;
    }
    case 'BlockStatement':
      for (const statement of node.body) {
        if (statement.type === 'IfStatement' && !of(statement.test)) continue;
        const value = of(statement.type === 'IfStatement' ? statement.consequent : statement);
        if (value !== undefined) return value;
      }
      return undefined;
    case 'ReturnStatement':
      return node.argument === null ? undefined : of(node.argument);
    default:
      return undefined;
  }
}

/** The ids that an expression looks up, or compares with. */
function idsIn(node: Node): string[] {
  const own =
    node.type === 'ObjectExpression'
      ? node.properties.flatMap((each) => (each.type === 'Property' ? (keyOf(each.key) ?? []) : []))
      : node.type === 'BinaryExpression' && /^={2,3}$/.test(node.operator)
        ? [node.left as Node, node.right].flatMap((each) => (each.type === 'Literal' ? String(each.value) : []))
        : [];
  return [...own, ...childrenOf(node).flatMap(idsIn)];
}
