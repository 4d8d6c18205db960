import type { Node, Program } from 'oxc-parser';
import { calleeName, writtenText } from './expressions.ts';
import type { Binding, Declaration, ModuleScopes, PassedOn } from './module-names.ts';
import { enclosingClass, privateName } from './syntax.ts';

/** A region of source in which names are declared. */
export interface Scope {
  parent: Scope | undefined;
  names: Map<string, Binding>;
  /** Whether `var` is declared here, and not in a scope around it. */
  isFunction: boolean;
  /** The parameters' scope, where this is the body of a function. */
  parameters?: Scope;
}

/** A new scope within `parent`, or a module's outermost one. */
export function createScope(parent: Scope | undefined, { isFunction = false } = {}): Scope {
  return { parent, names: new Map(), isFunction };
}

/** Collects the names of one module: what it declares, uses, imports and exports. They are resolved when all are known. */
export class NameTable {
  readonly #bindings = new Map<Node, Binding>();
  readonly #uses: { name: string; node: Node; scope: Scope }[] = [];
  readonly #imports: { source: string; imported: string; binding: Binding }[] = [];
  readonly #requests: { source: string; node: Node }[] = [];
  readonly #maybeRequests: { callee: Node; node: Extract<Node, { type: 'CallExpression' }> }[] = [];
  readonly #passedOn: PassedOn[] = [];
  readonly #exports = new Map<string, Binding | Node>();
  readonly #exportedLocals: { exported: string; node: Node }[] = [];
  readonly #members = new Map<Node, Map<string, Node[]>>();

  /** Declares a name in its scope, or for `var` in the function around it. Returns the binding, which may exist already. */
  declare(node: Node, name: string, scope: Scope, declaration: Declaration, isVar = false): Binding {
    let into = scope;
    if (isVar) while (!into.isFunction && into.parent !== undefined) into = into.parent;
    // `var x` in a body whose parameter is `x` is that parameter.
    const known = into.names.get(name) ?? (isVar ? into.parameters?.names.get(name) : undefined);
    const binding = known ?? { name, declaration, occurrences: [], exportedAs: [] };
    if (known === undefined) into.names.set(name, binding);
    this.#bindings.set(node, binding);
    return binding;
  }

  /** Notes that a name is read or written at `node`. */
  use(node: Node, name: string, scope: Scope): void {
    this.#uses.push({ name, node, scope });
  }

  /** The binding that is declared at `node`, or undefined. */
  declaredAt(node: Node): Binding | undefined {
    return this.#bindings.get(node);
  }

  import(source: string, imported: string, binding: Binding): void {
    this.#imports.push({ source, imported, binding });
  }

  /** Notes `import()` or `require()` at `node`, where its argument is a literal. */
  request(node: Node, argument: Node | undefined): void {
    const source = writtenText(argument);
    if (source !== undefined) this.#requests.push({ source, node });
  }

  /** A call that asks for a module if it calls `require`, or what `createRequire` returned. */
  requestBy(callee: Extract<Node, { type: 'Identifier' }>, node: Extract<Node, { type: 'CallExpression' }>): void {
    if (callee.name === 'require') this.request(node, node.arguments[0]);
    else if (node.arguments.length === 1) this.#maybeRequests.push({ callee, node });
  }

  passOn(passed: PassedOn): void {
    this.#passedOn.push(passed);
  }

  export(exported: string, binding: Binding): void {
    this.#exports.set(exported, binding);
    if (!binding.exportedAs.includes(exported)) binding.exportedAs.push(exported);
  }

  /** Exports the value of an expression, which may have no name in the module. */
  exportValue(exported: string, node: Node): void {
    this.#exports.set(exported, node);
  }

  /** Exports the name that `node` reads, which may be declared further down. */
  exportLocal(exported: string, node: Node): void {
    this.#exportedLocals.push({ exported, node });
  }

  /** Notes `this.name` under the class whose instance `this` is. */
  noteMember(node: Extract<Node, { type: 'MemberExpression' }>): void {
    const name =
      node.property.type === 'Identifier' && !node.computed ? node.property.name : privateName(node.property);
    const own = name === undefined ? undefined : enclosingClass(node);
    if (own === undefined || name === undefined) return;
    const names = this.#members.get(own) ?? new Map<string, Node[]>();
    names.set(name, [...(names.get(name) ?? []), node]);
    this.#members.set(own, names);
  }

  /** Finds the binding of every use. To be called when all names are declared. */
  resolve(program: Program): ModuleScopes {
    for (const { name, node, scope } of this.#uses) {
      const binding = visibleFrom(scope, name);
      if (binding === undefined) continue;
      binding.occurrences.push(node);
      this.#bindings.set(node, binding);
    }
    for (const { exported, node } of this.#exportedLocals) {
      const binding = this.#bindings.get(node);
      if (binding !== undefined) this.export(exported, binding);
    }
    for (const { callee, node } of this.#maybeRequests) {
      const declaration = this.#bindings.get(callee)?.declaration;
      const init = declaration?.kind === 'variable' ? declaration.declarator.init : undefined;
      if (init?.type === 'CallExpression' && calleeName(init) === 'createRequire')
        this.request(node, node.arguments[0]);
    }
    return {
      program,
      bindingOf: (node) => this.#bindings.get(node),
      imports: this.#imports,
      requests: this.#requests,
      passedOn: this.#passedOn,
      exports: this.#exports,
      members: this.#members,
    };
  }
}

function visibleFrom(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const binding = at.names.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}
