import type { Node } from 'oxc-parser';
import { apiRoots, kindOfMethod } from '../source/convex-exports.ts';
import { wholeChain } from '../source/reference-sites.ts';
import type { SourceModule } from '../source/source-module.ts';
import { keyOfMember } from '../syntax/expressions.ts';
import type { Binding } from '../syntax/module-scopes.ts';
import type { FlowState } from './flow-state.ts';
import { createToken, type Token, unwrap, wrap } from './flow-token.ts';

/** Starts to follow what a module imports from Convex and from the generated api: by `import`, `export … from`, `import()` or `require()`. */
export function fromImports(flow: FlowState, module: SourceModule): void {
  for (const { source, imported, binding } of module.scopes.imports) {
    for (const token of flow.sites.importedTokens(module, source, imported, undefined))
      toBinding(flow, module, binding, token);
    const root = apiRoots.find((each) => each === imported || each === binding.name);
    if (root === undefined || !module.isOutside(source)) continue;
    const isLost = module.isLost(source);
    for (const node of binding.occurrences)
      if (isLost || isPassedToClient(node)) flow.sites.leaveLost(module, node, root, source);
  }
  for (const { source, node } of module.scopes.requests) {
    for (const token of flow.sites.importedTokens(module, source, '*', node)) flow.arrive(module, node, token);
  }
  for (const { source, imported, exported } of module.scopes.passedOn) {
    for (const token of flow.sites.importedTokens(module, source, imported, undefined)) {
      if (exported !== '*') toExport(flow, module, exported, token);
      else if (token.wraps[0] !== undefined) toExport(flow, module, token.wraps[0], unwrap(token));
    }
  }
}

/** `client.query(api.sites.list)`: then the `api` of a package is Convex's too, most likely one of the team's own. */
function isPassedToClient(node: Node): boolean {
  const chain = wholeChain(node);
  const call = chain.parent;
  if (chain === node || call?.type !== 'CallExpression' || call.arguments[0] !== chain) return false;
  return call.callee.type === 'MemberExpression' && kindOfMethod(keyOfMember(call.callee) ?? '') !== undefined;
}

/** A value is bound to a name: it arrives wherever the name is used, and leaves the module under the names that it is exported as. */
export function toBinding(flow: FlowState, module: SourceModule, binding: Binding, token: Token): void {
  if (!flow.isNew(binding, token)) return;
  for (const occurrence of binding.occurrences) flow.arrive(module, occurrence, token);
  for (const exported of binding.exportedAs) toExport(flow, module, exported, token);
}

/** The name of what `module.exports` is as a whole. Source: https://nodejs.org/api/esm.html#commonjs-namespaces */
export const wholeModule = 'module.exports';

/** Passes an export of a module to every module that imports it. */
export function toExport(flow: FlowState, module: SourceModule, exported: string, token: Token): void {
  if (!flow.isNew(module.scopes, createToken(token.atom, [exported, ...token.wraps], token.entries))) return;
  for (const path of flow.modules.importersOf(module.path)) {
    const importer = flow.modules.load(path);
    if (importer !== undefined) toImporter(flow, module, importer, exported, token);
  }
}

function toImporter(
  flow: FlowState,
  module: SourceModule,
  importer: SourceModule,
  exported: string,
  token: Token,
): void {
  const isThis = (source: string) => {
    const target = importer.target(source);
    return target.to === 'files' && target.files.includes(module.path);
  };
  for (const { source, imported, binding } of importer.scopes.imports) {
    if (!isThis(source)) continue;
    if (imported === exported || (exported === wholeModule && imported === '*'))
      toBinding(flow, importer, binding, token);
    else if (imported === '*') toBinding(flow, importer, binding, wrap(token, exported) ?? token);
  }
  for (const { source, node } of importer.scopes.requests) {
    const isWhole = exported === wholeModule;
    if (isThis(source)) flow.arrive(importer, node, isWhole ? token : (wrap(token, exported) ?? token));
  }
  for (const passed of importer.scopes.passedOn) {
    if (!isThis(passed.source)) continue;
    if (passed.imported === exported) toExport(flow, importer, passed.exported, token);
    else if (passed.imported === '*' && passed.exported !== '*') {
      toExport(flow, importer, passed.exported, wrap(token, exported) ?? token);
    } else if (passed.imported === '*' && exported !== 'default' && exported !== wholeModule)
      toExport(flow, importer, exported, token);
  }
}
