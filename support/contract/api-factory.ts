import type { Node } from 'oxc-parser';
import { apiSignature } from './bundle-scan.ts';
import { enclosingNodes, isInside } from './bundle-syntax.ts';
import type { Binding, ModuleScopes } from './module-scopes.ts';
import { isFunctionNode } from './syntax.ts';

/** The function of Convex's own code that makes `api`, and what stands beside it in the same script. */
export interface ApiFactory {
  /** What the factory goes by, where it has a name. */
  binding: Binding | undefined;
  /** Calls of it from outside of itself: what they give is `api`. */
  calls: readonly Node[];
  /** Functions that make a reference of a path, each with the place of the text it was found by. */
  makers: readonly { offset: number; binding: Binding | undefined }[];
}

/** Finds the factories of `api` in a script, by the text of the error that they throw. */
export function apiFactories(text: string, scopes: ModuleScopes): ApiFactory[] {
  const factories: ApiFactory[] = [];
  for (let at = text.indexOf(apiSignature); at !== -1; at = text.indexOf(apiSignature, at + 1)) {
    const enclosing = enclosingNodes(scopes.program, at).toReversed();
    const factory = enclosing.find((node) => isFunctionNode(node) && /new Proxy\b/.test(text.slice(node.start, at)));
    if (factory === undefined) continue;
    const { binding, calls } = callsOf(scopes, factory);
    factories.push({
      binding,
      calls: calls.filter((call) => !isInside(call, factory)),
      makers: makersBeside(text, scopes, factory),
    });
  }
  return factories;
}

function callsOf(scopes: ModuleScopes, factory: Node): Pick<ApiFactory, 'binding' | 'calls'> {
  const { parent } = factory;
  if (parent?.type === 'CallExpression' && parent.callee === factory) return { binding: undefined, calls: [parent] };
  const name = nameOf(factory);
  const binding = name ? scopes.bindingOf(name) : undefined;
  const calls = (binding?.occurrences ?? []).flatMap((node) => {
    const call = node.parent;
    return call?.type === 'CallExpression' && call.callee === node ? [call] : [];
  });
  return { binding, calls };
}

/** Where a function is named: in its declaration, or as what it is assigned to. */
function nameOf(factory: Node): Node | null | undefined {
  const { parent } = factory;
  if (factory.type === 'FunctionDeclaration') return factory.id;
  if (parent?.type === 'VariableDeclarator') return parent.id;
  return parent?.type === 'AssignmentExpression' ? parent.left : undefined;
}

/** `function st(e){return{[nt]:e}}`, by the name of the symbol that the factory compares with. */
function makersBeside(text: string, scopes: ModuleScopes, factory: Node): ApiFactory['makers'] {
  const body = text.slice(factory.start, factory.end);
  const symbol = /===?\s*([\w$]+)\s*\)\s*\{?\s*(?:if|let|const|var|return)/.exec(body)?.[1];
  if (symbol === undefined) return [];
  const escaped = symbol.replace(/\$/g, '\\$&');
  const form = new RegExp(`function ([\\w$]+)\\((\\w+)\\)\\{return\\s*\\{\\s*\\[${escaped}\\]:\\2\\s*\\}`, 'g');
  return [...text.matchAll(form)].map((match) => {
    const offset = match.index + 1;
    const declared = enclosingNodes(scopes.program, offset).findLast((node) => node.type === 'FunctionDeclaration');
    const id = declared?.type === 'FunctionDeclaration' ? declared.id : null;
    return { offset, binding: id ? scopes.bindingOf(id) : undefined };
  });
}
