import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Node } from 'oxc-parser';
import { mostSteps } from '../syntax/definitions.ts';
import { keyOf, keyOfMember, withoutWrappers } from '../syntax/expressions.ts';
import type { Binding } from '../syntax/module-scopes.ts';
import { declaredPackages, packageName, readManifests } from './package-manifests.ts';
import type { SourceModule } from './source-module.ts';
import type { SourceModules } from './source-modules.ts';

/** An export of a package, or a part of one. */
interface PackageExport {
  /** The module that imports it. */
  module: SourceModule;
  source: string;
  /** Its name there; that of the importing module for a default export or a namespace. */
  name: string;
}

/**
 * Whether a callee comes from a package that is built on Convex; of one that is not installed, whether it is a hook and its call looks like it.
 * @param looksLikeIt whether the arguments or the module of the call have a sign of Convex
 */
export function isOfPackageOnConvex(
  module: SourceModule,
  callee: Node,
  { modules, looksLikeIt }: { modules: SourceModules; looksLikeIt: boolean },
): boolean {
  const found = exportOf(module, callee, modules, 0);
  if (found === undefined || /^[.~#/]|^@\//.test(found.source)) return false;
  const isOnConvex = dependsOnConvex(found);
  return isOnConvex ?? (looksLikeIt && /^use[A-Z]/.test(found.name));
}

/** Undefined for a package that is not installed. */
function dependsOnConvex({ module, source }: PackageExport): boolean | undefined {
  const name = packageName(source);
  const installed = createRequire(module.path)
    .resolve.paths(name)
    ?.map((folder) => join(folder, name, 'package.json'))
    .find(existsSync);
  const [found] = installed ? readManifests([installed], () => undefined) : [];
  return found && declaredPackages(found).includes('convex');
}

/** Where an expression comes from, through imports, re-exports, constants, destructuring, properties and calls. */
function exportOf(
  module: SourceModule,
  written: Node,
  modules: SourceModules,
  depth: number,
): PackageExport | undefined {
  const node = withoutWrappers(written);
  if (depth > mostSteps) return undefined;
  const requested = requestedModule(module, node);
  if (requested !== undefined) return ofImport(module, { source: requested, imported: '*' }, modules, depth);
  if (node.type === 'CallExpression') return exportOf(module, node.callee, modules, depth + 1);
  if (node.type === 'MemberExpression') {
    const of = exportOf(module, node.object, modules, depth + 1);
    return of && { ...of, name: keyOfMember(node) ?? of.name };
  }
  const binding = node.type === 'Identifier' ? module.scopes.bindingOf(node) : undefined;
  return binding && ofBinding(module, binding, modules, depth);
}

/** `require('@acme/hooks')`, `import('@acme/hooks')` */
function requestedModule({ scopes }: SourceModule, node: Node): string | undefined {
  return scopes.requests.find((request) => request.node === node)?.source;
}

function ofBinding(
  module: SourceModule,
  { declaration, name }: Binding,
  modules: SourceModules,
  depth: number,
): PackageExport | undefined {
  if (declaration.kind === 'import') {
    const { source, imported } = declaration;
    const of = ofImport(module, { source, imported }, modules, depth);
    return of && (/^(?:default|\*)$/.test(of.name) ? { ...of, name } : of);
  }
  if (declaration.kind !== 'variable' || declaration.declarator.init === null) return undefined;
  const of = exportOf(module, declaration.declarator.init, modules, depth + 1);
  if (of === undefined || declaration.declarator.id.type === 'Identifier') return of;
  return { ...of, name: keyTaken(declaration.declarator.id, name) ?? name };
}

/** `useQ` of `const { useQ: ask } = hooks`. */
function keyTaken(pattern: Node, name: string): string | undefined {
  if (pattern.type !== 'ObjectPattern') return undefined;
  const taken = pattern.properties.find(
    (each) => each.type === 'Property' && each.value.type === 'Identifier' && each.value.name === name,
  );
  return taken?.type === 'Property' && !taken.computed ? keyOf(taken.key) : undefined;
}

function ofImport(
  module: SourceModule,
  { source, imported }: { source: string; imported: string },
  modules: SourceModules,
  depth: number,
): PackageExport | undefined {
  const target = module.target(source);
  if (target.to !== 'files') return module.isOutside(source) ? { module, source, name: imported } : undefined;
  if (depth > mostSteps) return undefined;
  for (const file of target.files) {
    const passing = modules.glance(file);
    const found = passing && ofExport(passing, imported, modules, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function ofExport(
  module: SourceModule,
  name: string,
  modules: SourceModules,
  depth: number,
): PackageExport | undefined {
  const own = module.scopes.exports.get(name);
  if (own !== undefined)
    return 'occurrences' in own ? ofBinding(module, own, modules, depth) : exportOf(module, own, modules, depth);
  for (const { source, imported, exported } of module.scopes.passedOn) {
    if (exported !== name && exported !== '*') continue;
    const found = ofImport(module, { source, imported: exported === '*' ? name : imported }, modules, depth);
    if (found) return found;
  }
  return undefined;
}
