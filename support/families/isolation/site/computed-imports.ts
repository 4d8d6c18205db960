import { createHash } from 'node:crypto';
import type { Node } from 'oxc-parser';
import { keyOf, keyOfMember } from '../../../contract/syntax/expressions.ts';
import { type ModuleScopes, resolveScopes } from '../../../contract/syntax/module-scopes.ts';
import { parseBundled } from '../../../contract/syntax/parse-script.ts';
import { childrenOf, isFunctionNode } from '../../../contract/syntax/syntax.ts';
import { ComputedText } from './computed-text.ts';
import { evaluatedAddresses, hasComputedRequest } from './evaluated/evaluated-addresses.ts';

/** What the computed names of a script lead to. */
export interface ComputedImports {
  /** As a browser would ask for them: relative to the script, or from the root. */
  addresses: readonly string[];
  /** What the script asks for by an address that it puts together: relative to the page. */
  fetched: readonly string[];
  /** Imports whose address is put together in a way that was not understood: their source. */
  notFollowed: readonly string[];
}

const nothing: ComputedImports = { addresses: [], fetched: [], notFollowed: [] };
/** A parser takes some hundred bytes for each byte of a script. */
const longestScript = 4 * 1024 * 1024;
const written = '(?:"[^"]*"|\'[^\']*\'|`[^`$]*`)';
/** `import(…)`, `new Worker(…)` and `importScripts(…)` of something that is not written out. */
const computedImport = new RegExp(
  String.raw`\b(?:import|importScripts|new\s+(?:Shared)?Worker)\s*\(\s*(?:\/\*[^*]*\*\/\s*)*(?!(?:new\s+URL\s*\(\s*)?${written}\s*[,)])[^)\s]`,
);
/** `{31:"ab12cd34"}[n]`, or a table that is looked up by its name, beside the ending of a script. */
const namesByTable = /\}\s*\)?\s*\[|(?<![\w$])[\w$]+\s*\[[\w$]+\]\s*\+/;
/** The ending of the name of a script, or of what a script loads, but of none that is written in full as what a module imports, or that a path is compared with. */
const scriptEnding =
  /\.(?:m?js|css|json|wasm)["'`](?<!(?:\bimport\s*\(|\b(?:import|from)|\.endsWith\()\s*["'`][^"'`$\n]{0,300}\.(?:m?js|css|json|wasm)["'`])/;
const fileName = /\.(?:m?js|css|json|wasm)(?:\?|$)/;
const mostAddresses = 2_000;

/**
 * The scripts that a script names by computing: `import("/"+q.path(n))`, where `q={path:n=>"c/"+n+"."+{31:"ab12"}[n]+".js"}`. Every
 * function that puts the name of a script together is evaluated for every id that its tables list, whoever owns it. Nothing is run.
 */
export function computedImports(text: string): ComputedImports {
  const hasImport = computedImport.test(text);
  if (!hasImport && !(namesByTable.test(text) && scriptEnding.test(text)) && !hasComputedRequest(text)) return nothing;
  if (text.length > longestScript)
    return hasImport ? { ...nothing, notFollowed: ['a script that is too large to be parsed'] } : nothing;
  return onceForText(text, () => parsed(text, hasImport));
}

const known = new Map<string, ComputedImports>();
const mostKnown = 5_000;

/** Sites of several environments serve the same libraries: each is parsed once. */
function onceForText(text: string, read: () => ComputedImports): ComputedImports {
  const key = createHash('sha256').update(text).digest('base64');
  const found = known.get(key) ?? read();
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  return found;
}

function parsed(text: string, hasImport: boolean): ComputedImports {
  const { result, failure } = parseBundled(text);
  if (failure) return hasImport ? { ...nothing, notFollowed: [`a script: ${failure.reason}`] } : nothing;
  return followed(text, resolveScopes(result.program));
}

function followed(text: string, scopes: ModuleScopes): ComputedImports {
  const evaluator = new ComputedText(scopes);
  const addresses = new Set<string>();
  const notFollowed: string[] = [];
  walk(scopes.program, (node) => {
    if (addresses.size > mostAddresses) return;
    if (isFunctionNode(node) && isNamed(text, node))
      for (const each of evaluator.returned(node)) if (fileName.test(each)) addresses.add(each);
    for (const source of loadedBy(node).map(addressIn)) {
      if (isWritten(source) || isNumberedChunk(text.slice(source.start, source.end))) continue;
      const grows = assignmentsOf(source, scopes).some(({ operator }) => operator === '+=');
      const found = grows ? [] : evaluator.values(source);
      for (const each of found) if (isAddress(each)) addresses.add(each);
      // An address that is handed in as a whole is written out where it comes from; one that is put together here is nowhere else.
      if (!found.some(isAddress) && isPutTogetherHere(source, scopes) && isScript(node, text))
        notFollowed.push(text.slice(node.start, node.end));
    }
  });
  const fetched = hasComputedRequest(text) ? evaluatedAddresses(scopes) : [];
  return { addresses: [...addresses], fetched, notFollowed };
}

/** What a node loads: the argument of an import or a worker, and what is assigned to the source of an element. */
function loadedBy(node: Node): Node[] {
  if (node.type === 'ImportExpression') return [node.source];
  const isWorker =
    node.type === 'NewExpression' && node.callee.type === 'Identifier' && /^(?:Shared)?Worker$/.test(node.callee.name);
  const importsScripts =
    node.type === 'CallExpression' && /(?:^|\.)importScripts$/.test(keyOfMember(node.callee) ?? nameOf(node.callee));
  if (isWorker) return node.arguments.slice(0, 1) as Node[];
  if (importsScripts) return node.arguments as Node[];
  const isSource = node.type === 'AssignmentExpression' && /^(?:src|href)$/.test(keyOfMember(node.left as Node) ?? '');
  return isSource ? [node.right] : [];
}

/** `new URL(address, base)`: its address. */
function addressIn(node: Node): Node {
  const isUrl = node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'URL';
  return isUrl ? ((node.arguments[0] as Node | undefined) ?? node) : node;
}

/** `r.p+r.u(31)`: how webpack names a chunk. Its table of names is read elsewhere, and told where it is not understood. */
function isNumberedChunk(source: string): boolean {
  return /^([\w$]+)\.p\s*\+\s*\1\.u\(/.test(source);
}

function nameOf(node: Node): string {
  return node.type === 'Identifier' ? node.name : '';
}

/** An image has a source too: that of a script has its ending. */
function isScript(node: Node, text: string): boolean {
  return node.type !== 'AssignmentExpression' || /\.m?js["'`]/.test(text.slice(node.start, node.end));
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of childrenOf(node)) walk(child, visit);
}

function isNamed(text: string, node: Node): boolean {
  const length = node.end - node.start;
  return length < 200_000 && scriptEnding.test(text.slice(node.start, node.end));
}

function isWritten(node: Node): boolean {
  return node.type === 'Literal' || (node.type === 'TemplateLiteral' && node.expressions.length === 0);
}

function isAddress(text: string): boolean {
  return /^(?:\.{0,2}\/|https?:)/.test(text) || fileName.test(text);
}

/** `let u="/c/"; u+=name(n); import(u)` is put together here too. */
function isPutTogetherHere(source: Node, scopes: ModuleScopes): boolean {
  if (source.type !== 'Identifier') return isPutTogether(source);
  const given = assignmentsOf(source, scopes);
  return given.some(({ operator, value }) => operator === '+=' || isPutTogether(value));
}

/** What a variable is declared as, and assigned. */
function assignmentsOf(name: Node, scopes: ModuleScopes): { operator: string; value: Node }[] {
  const binding = scopes.bindingOf(name);
  if (binding?.declaration.kind !== 'variable') return [];
  const { init } = binding.declaration.declarator;
  const assigned = binding.occurrences.flatMap(({ parent, start }) =>
    parent?.type === 'AssignmentExpression' && (parent.left as Node).start === start
      ? [{ operator: parent.operator as string, value: parent.right }]
      : [],
  );
  return init ? [{ operator: '=', value: init }, ...assigned] : assigned;
}

function isPutTogether(node: Node): boolean {
  if (node.type === 'BinaryExpression' || node.type === 'TemplateLiteral') return true;
  if (node.type === 'CallExpression') return node.callee.type !== 'Identifier' || keyOf(node.callee) !== 'String';
  return node.type === 'MemberExpression' && node.computed;
}
