import type { Node } from 'oxc-parser';
import type { Binding, ModuleScopes } from '../syntax/module-scopes.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/syntax.ts';
import { apiSignature } from './bundle-scan.ts';
import { enclosingNodes, isInside } from './bundle-syntax.ts';

/** The function of Convex's own code that makes `api`, and what stands beside it in the same script. */
export interface ApiFactory {
  /** What the factory goes by, where it has a name. */
  binding: Binding | undefined;
  /** Calls of it from outside of itself: what they give is `api`. */
  calls: readonly Node[];
  /** What is made with the symbol that `api` is told by: references of a written path, and the functions that make them of any path. */
  made: readonly Made[];
}

/** `{[symbol]:path}`: the place of the text it was found by, the path as it is written there, and the function whose argument it is. */
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
    // Some write the handler first and hand it to the proxy by its name, so the proxy may stand on either side of the text.
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

/** The name that a function goes by: of its declaration, or of what it is assigned to. */
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
  const told = rootAt(scopes, factory.start + at);
  const form = new RegExp(`\\[(?=${RegExp.escape(symbol)}\\s*\\]\\s*:)`, 'g');
  return [...text.matchAll(form)].map((match): Made => {
    const offset = match.index + 1;
    const property = enclosingNodes(scopes.program, offset).findLast(({ type }) => type === 'Property');
    if (property?.type !== 'Property' || property.parent?.type !== 'ObjectExpression') return { offset };
    if (rootAt(scopes, offset) !== told) return { offset };
    const path = property.value as Node;
    const declaration = path.type === 'Identifier' ? scopes.bindingOf(path)?.declaration : undefined;
    if (declaration?.kind !== 'parameter') return { offset, object: property.parent, path };
    // What takes a text or a reference, as Convex's own hooks do, may be given either: who calls it is seen elsewhere.
    return isGivenBack(property.parent, declaration.of) ? { offset, maker: declaration.of } : { offset };
  });
}

function isGivenBack(object: Node, own: FunctionNode): boolean {
  const { parent } = object;
  return own.body === object || (parent?.type === 'ReturnStatement' && parent.parent === own.body);
}

/** The binding of the name that is written at an offset. */
function rootAt(scopes: ModuleScopes, offset: number): Binding | undefined {
  const node = enclosingNodes(scopes.program, offset).findLast(({ type }) => type === 'Identifier');
  return node && scopes.bindingOf(node);
}
