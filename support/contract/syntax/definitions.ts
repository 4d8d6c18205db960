import type { Node } from 'oxc-parser';
import type { SourceModule } from '../source/source-module.ts';
import type { SourceModules } from '../source/source-modules.ts';
import { keyOf, propertyOf, withoutWrappers } from './expressions.ts';
import type { Binding } from './module-scopes.ts';

/** A node and its module. */
export interface Place {
  module: SourceModule;
  node: Node;
}

/** More steps than any source takes: what is longer goes in a circle. */
export const mostSteps = 24;

/** Says which names a computed property may have; undefined where only a run would tell. */
type NamesOf = (place: Place, depth: number) => readonly string[] | undefined;

/** Finds the expressions that names stand for: through constants, imports, exports and the properties of constant objects. */
export class Definitions {
  readonly #modules: SourceModules;
  readonly #namesOf: NamesOf;

  constructor(modules: SourceModules, namesOf: NamesOf) {
    this.#modules = modules;
    this.#namesOf = namesOf;
  }

  /** The expression that a name or a property stands for, one step on; undefined where none is written. */
  of({ module, node }: Place, depth = 0): Place | undefined {
    if (depth > mostSteps) return undefined;
    if (node.type === 'Identifier' || node.type === 'JSXIdentifier') {
      const binding = module.scopes.bindingOf(node);
      return binding === undefined ? undefined : this.#ofBinding(module, binding, depth + 1);
    }
    if (node.type !== 'MemberExpression') return undefined;

    const names = node.computed
      ? this.#namesOf({ module, node: node.property }, depth + 1)
      : [keyOf(node.property) ?? ''];
    const [name = '', ...others] = names ?? [];
    return names === undefined || others.length > 0
      ? undefined
      : this.#ofMember({ module, node: node.object }, name, depth + 1);
  }

  /** The expression at the end of all such steps; undefined for a name that stands for nothing in the tree. */
  resolved(place: Place, depth: number): Place | undefined {
    const node = withoutWrappers(place.node);
    const next = depth > mostSteps ? undefined : this.of({ module: place.module, node }, depth + 1);
    if (next !== undefined) return this.resolved(next, depth + 1);
    return node.type === 'Identifier' || node.type === 'JSXIdentifier' ? undefined : { module: place.module, node };
  }

  #ofBinding(module: SourceModule, binding: Binding, depth: number): Place | undefined {
    const { declaration } = binding;
    if (declaration.kind === 'function' || declaration.kind === 'class' || declaration.kind === 'enum')
      return { module, node: declaration.node };
    if (declaration.kind === 'import') return this.#ofImport(module, declaration.source, declaration.imported, depth);
    if (declaration.kind !== 'variable' || binding.occurrences.some(isWritten)) return undefined;

    const { id, init } = declaration.declarator;
    if (init === null) return undefined;
    if (id.type === 'Identifier') return { module, node: init };
    const key = destructuredKey(module, id, binding);
    return key === undefined ? undefined : this.#ofMember({ module, node: init }, key, depth + 1);
  }

  #ofImport(module: SourceModule, source: string, name: string, depth: number): Place | undefined {
    const target = module.target(source);
    return target.to === 'files' && name !== '*' ? this.#firstExport(target.files, name, depth + 1) : undefined;
  }

  #firstExport(files: readonly string[], name: string, depth: number): Place | undefined {
    for (const file of files) {
      const found = this.#ofExport(file, name, depth);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #ofExport(path: string, name: string, depth: number): Place | undefined {
    const module = depth > mostSteps ? undefined : this.#modules.load(path);
    if (module === undefined) return undefined;
    const own = module.scopes.exports.get(name);
    if (own !== undefined) return 'occurrences' in own ? this.#ofBinding(module, own, depth) : { module, node: own };

    for (const { source, imported, exported } of module.scopes.passedOn) {
      if (exported !== name && exported !== '*') continue;
      const target = module.target(source);
      const files = target.to === 'files' ? target.files : [];
      const found = this.#firstExport(files, exported === '*' ? name : imported, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #ofMember(object: Place, name: string, depth: number): Place | undefined {
    const namespace = namespaceOf(object);
    if (namespace !== undefined) return this.#ofImport(object.module, namespace, name, depth + 1);

    const at = this.resolved(object, depth + 1);
    if (at?.node.type === 'TSEnumDeclaration') {
      const member = at.node.body.members.find(({ id }) => keyOf(id) === name);
      return member?.initializer == null ? undefined : { module: at.module, node: member.initializer };
    }
    const value = propertyOf(at?.node, name);
    return at === undefined || value === undefined ? undefined : { module: at.module, node: value };
  }
}

/** The property that `const { name } = hooks` takes for a binding: of one level, without a rest. */
function destructuredKey(module: SourceModule, pattern: Node, binding: Binding): string | undefined {
  if (pattern.type !== 'ObjectPattern') return undefined;
  const property = pattern.properties.find(
    (each) => each.type === 'Property' && module.scopes.bindingOf(each.value as Node) === binding,
  );
  if (property?.type !== 'Property' || property.computed) return undefined;
  return keyOf(property.key);
}

/** The module of which a name is the namespace, `import * as name`. */
function namespaceOf({ module, node }: Place): string | undefined {
  const declaration = node.type === 'Identifier' ? module.scopes.bindingOf(node)?.declaration : undefined;
  return declaration?.kind === 'import' && declaration.imported === '*' ? declaration.source : undefined;
}

function isWritten(node: Node): boolean {
  const { parent } = node;
  if (parent?.type === 'AssignmentExpression') return parent.left === node;
  return parent?.type === 'UpdateExpression';
}
