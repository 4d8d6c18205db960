import type { Node } from 'oxc-parser';
import { keyOf, keyOfMember, propertyOf, withoutWrappers } from '../../../../contract/syntax/expressions.ts';
import type { ModuleScopes } from '../../../../contract/syntax/module-scopes.ts';
import { childrenOf } from '../../../../contract/syntax/syntax.ts';
import { ScriptValues } from './script-values.ts';
import { unknown } from './value.ts';

type Call = Extract<Node, { type: 'CallExpression' }>;

const written = '(?:"[^"]*"|\'[^\']*\'|`[^`$]*`)';
const requesting = String.raw`(?:fetch|\$fetch|ofetch|ky|axios|useSWR|useFetch|loadScript|importScripts)`;
/** A request for something that is not written out, and clients that have a base. */
const computedRequest = new RegExp(
  String.raw`(?<![\w$])${requesting}\(\s*(?!${written}\s*[,)])[^)\s]|\b(?:baseURL|baseUrl|prefixUrl)\b|\.open\(`,
);
const requests = new RegExp(`^${requesting}$`);
const reads = /^(?:get|getJSON|getScript|load|import|head)$/;
const bases = ['baseURL', 'baseUrl', 'prefixUrl'];
const mostAddresses = 200;

/** Whether a script may ask for an address that it puts together. */
export function hasComputedRequest(text: string): boolean {
  return computedRequest.test(text);
}

/**
 * The addresses that a script asks for and puts together itself: `fetch(base+"/options")`, `axios.create({baseURL:"/api"}).get("/options")`,
 * a function of its own that fetches what it is given. Only those that are read: a request with another method is left out, and so is one
 * whose options are not written out.
 */
export function evaluatedAddresses(scopes: ModuleScopes): string[] {
  const values = new ScriptValues(scopes);
  const found = new Set<string>();
  const visit = (node: Node) => {
    if (found.size > mostAddresses) return;
    if (node.type === 'CallExpression') for (const each of addressesOf(node, values, scopes)) found.add(each);
    childrenOf(node).forEach(visit);
  };
  visit(scopes.program);
  return [...found];
}

function addressesOf(call: Call, values: ScriptValues, scopes: ModuleScopes): string[] {
  const callee = withoutWrappers(call.callee);
  const name = callee.type === 'Identifier' ? callee.name : keyOfMember(callee);
  const given = call.arguments as readonly Node[];
  const [first, second] = given;
  if (name === undefined || first === undefined || first.type === 'SpreadElement') return [];
  const texts = (node: Node) => values.texts(node).filter((text) => text !== '' && !text.includes(unknown));

  if (name === 'open')
    return second && texts(first).some((method) => /^get$/i.test(method)) ? texts(second).filter(isAddress) : [];
  if (first.type === 'ObjectExpression' && /^(?:axios|\$fetch|ofetch|ajax|request)$/.test(name)) {
    const url = propertyOf(first, 'url');
    return url && isRead(first, texts) ? texts(url).filter(isAddress) : [];
  }
  const isRequest = requests.test(name);
  if (!isRequest && !reads.test(name)) return [];
  if (second?.type === 'ObjectExpression' ? !isRead(second, texts) : second && name === 'fetch') return [];

  const base = callee.type === 'MemberExpression' ? baseOf(callee.object, texts, scopes) : [];
  if (base.length > 0)
    return base.flatMap((start) => texts(first).map((path) => joined(start, path))).filter(isAddress);
  return texts(first).filter((text) => isAddress(text) || (isRequest && /^[\w@][\w@./-]{0,200}$/.test(text)));
}

function isAddress(text: string): boolean {
  return /^(?:\.{0,2}\/|https?:)/.test(text) && !/\s/.test(text);
}

function joined(base: string, path: string): string {
  return /^https?:/.test(path) ? path : `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** Whether options leave it at reading. */
function isRead(options: Extract<Node, { type: 'ObjectExpression' }>, texts: (node: Node) => string[]): boolean {
  if (options.properties.some(({ type }) => type !== 'Property')) return false;
  const method = propertyOf(options, 'method') ?? propertyOf(options, 'type');
  if (method === undefined) return true;
  const possible = texts(method);
  return possible.length > 0 && possible.every((each) => /^(?:get|head)$/i.test(each));
}

/** The base of a client: `axios.create({baseURL:"/api"})`, `ky.extend({prefixUrl:"/api"})`. */
function baseOf(client: Node, texts: (node: Node) => string[], scopes: ModuleScopes): string[] {
  const made = client.type === 'Identifier' ? initOf(client, scopes) : withoutWrappers(client);
  if (made?.type !== 'CallExpression' || !/^(?:create|extend|defaults|instance)$/.test(nameOf(made.callee))) return [];
  const [options] = made.arguments;
  return bases.flatMap((name) => {
    const base = options === undefined ? undefined : propertyOf(options as Node, name);
    return base === undefined ? [] : texts(base);
  });
}

function nameOf(callee: Node): string {
  return keyOfMember(callee) ?? keyOf(callee) ?? '';
}

function initOf(name: Node, scopes: ModuleScopes): Node | undefined {
  const declaration = scopes.bindingOf(name)?.declaration;
  const init = declaration?.kind === 'variable' ? declaration.declarator.init : undefined;
  return init ? withoutWrappers(init) : undefined;
}
