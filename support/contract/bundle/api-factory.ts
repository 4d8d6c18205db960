import type { Node } from 'oxc-parser';
import type { Binding, ModuleScopes } from '../syntax/module-scopes.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/syntax.ts';
import { apiSignature } from './bundle-scan.ts';
import { enclosingNodes, isInside } from './bundle-syntax.ts';

/** The function of Convex's own code that makes `api`, and what the same script makes with its symbol. */
export interface ApiFactory {
  /** The name of the factory, where it has one. */
  binding: Binding | undefined;
  /** Calls of it from outside of itself: their result is `api`. */
  calls: readonly Node[];
  /** What is made with the symbol by which Convex recognises `api`: references of a written path, and functions that make them of any path. */
  made: readonly Made[];
}

/** `{[symbol]:path}`: the offset that it was found at, the path as it is written there, or the function whose argument the path is. */
export interface Made {
  offset: number;
  object?: Node;
  path?: Node;
  maker?: FunctionNode;
}

/** Finds the factories of `api` in a script, by the text of the error that they throw. */
export function apiFactories(text: string, scopes: ModuleScopes): ApiFactory[] {
  const factories: ApiFactory[] = [];
  for (let at = text.indexOf(apiSignature); at !== -1; at = text.indexOf(apiSignature, at + 1)) {
    const enclosing = enclosingNodes(scopes.program, at).toReversed();
    // Some minifiers write the handler first and pass it to the proxy by its name, so the proxy may be on either side of the text.
    const factory = enclosing.find(
      (node) => isFunctionNode(node) && /new Proxy\b/.test(text.slice(node.start, node.end)),
    );
    if (factory === undefined) continue;
    const { binding, calls } = callsOf(scopes, factory);
    factories.push({
      binding,
      calls: calls.filter((call) => !isInside(call, factory)),
      made: madeBeside(text, scopes, factory),
    });
  }
  return factories;
}

function callsOf(scopes: ModuleScopes, factory: Node): Pick<ApiFactory, 'binding' | 'calls'> {
  const { parent } = factory;
  if (parent?.type === 'CallExpression' && parent.callee === factory) return { binding: undefined, calls: [parent] };
  const binding = functionBinding(scopes, factory);
  const calls = (binding?.occurrences ?? []).flatMap((node) => {
    const call = node.parent;
    return call?.type === 'CallExpression' && call.callee === node ? [call] : [];
  });
  return { binding, calls };
}

/** The name of a function: that of its declaration, or the one that it is assigned to. */
export function functionBinding(scopes: ModuleScopes, own: Node): Binding | undefined {
  const { parent } = own;
  let name: Node | null | undefined;
  if (own.type === 'FunctionDeclaration') name = own.id;
  else if (parent?.type === 'VariableDeclarator' && parent.init === own) name = parent.id;
  else if (parent?.type === 'AssignmentExpression' && parent.right === own) name = parent.left;
  return name ? scopes.bindingOf(name) : undefined;
}

/** `function st(e){return{[nt]:e}}`, `e=>({[n.A]:e})`, and where a minifier has put it into its call, `{[nt]:"sites/list:all"}`. */
function madeBeside(text: string, scopes: ModuleScopes, factory: Node): Made[] {
  const body = text.slice(factory.start, factory.end);
  const compared = /===?\s*([\w$]+(?:\.[\w$]+)*)\s*\)\s*\{?\s*(?:if|let|const|var|return)/d.exec(body);
  const [symbol, at] = [compared?.[1], compared?.indices?.[1]?.[0]];
  if (symbol === undefined || at === undefined) return [];
  const symbolName = rootAt(scopes, factory.start + at);
  const form = new RegExp(`\\[(?=${RegExp.escape(symbol)}\\s*\\]\\s*:)`, 'g');
  return [...text.matchAll(form)].map((match): Made => {
    const offset = match.index + 1;
    const property = enclosingNodes(scopes.program, offset).findLast(({ type }) => type === 'Property');
    if (property?.type !== 'Property' || property.parent?.type !== 'ObjectExpression') return { offset };
    if (rootAt(scopes, offset) !== symbolName) return { offset };
    const path = property.value as Node;
    const declaration = path.type === 'Identifier' ? scopes.bindingOf(path)?.declaration : undefined;
    if (declaration?.kind !== 'parameter') return { offset, object: property.parent, path };
    // Convex's own hooks take a text or a reference: their callers are found elsewhere.
    return isReturned(property.parent, declaration.of) ? { offset, maker: declaration.of } : { offset };
  });
}

function isReturned(object: Node, own: FunctionNode): boolean {
  const { parent } = object;
  return own.body === object || (parent?.type === 'ReturnStatement' && parent.parent === own.body);
}

/** The binding of the name that is written at an offset. */
function rootAt(scopes: ModuleScopes, offset: number): Binding | undefined {
  const node = enclosingNodes(scopes.program, offset).findLast(({ type }) => type === 'Identifier');
  return node && scopes.bindingOf(node);
}
