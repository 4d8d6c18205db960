import { type Node, parseSync } from 'oxc-parser';
import { keyOfMember } from './backend-syntax.ts';
import type { BundleValue, Findings } from './bundle-findings.ts';
import { apiSignature, resolved } from './bundle-scan.ts';
import { enclosingNodes, isInside, isRead, positionAt, runtimeModuleOf } from './bundle-syntax.ts';
import { canonicalFunctionPath, functionPathOfSteps } from './function-path.ts';
import type { FunctionReference, SourcePosition, UnparsedSource, UnresolvedReference } from './function-reference.ts';
import { type Binding, type ModuleScopes, resolveScopes } from './module-scopes.ts';
import { childrenOf, enclosingFunction, isFunctionNode } from './syntax.ts';

const mostSteps = 12;

/** One parsed script of a built front end. */
export class BundleModule {
  readonly failure: UnparsedSource | undefined;
  readonly #url: string;
  readonly #text: string;
  readonly #scopes: ModuleScopes | undefined;
  readonly #seen = new Map<Binding, Set<string>>();
  readonly #references: FunctionReference[] = [];
  readonly #unresolved: UnresolvedReference[] = [];
  readonly #exports = new Map<string, BundleValue>();
  readonly #modules = new Map<string, Map<string, BundleValue>>();
  readonly #askedBindings = new Set<Binding>();
  readonly #askedOffsets: number[] = [];
  #given: ReadonlyMap<string, BundleValue> = new Map();
  #known: ReadonlyMap<string, ReadonlyMap<string, BundleValue>> = new Map();

  private constructor(url: string, text: string, scopes: ModuleScopes | undefined, failure?: UnparsedSource) {
    this.#url = url;
    this.#text = text;
    this.#scopes = scopes;
    this.failure = failure;
  }

  /** @param source what is parsed: the text, or a part of it in which every place is where it is in the text */
  static parse(url: string, text: string, source = text): BundleModule {
    const result = parseSync('chunk.js', source, { lang: 'jsx', sourceType: 'unambiguous', preserveParens: false });
    const error = result.errors.find(({ severity }) => severity === 'Error');
    if (!error) return new BundleModule(url, text, resolveScopes(result.program));
    const at = positionAt(url, text, error.labels[0]?.start ?? 0);
    return new BundleModule(url, text, undefined, { ...at, reason: `does not parse: ${error.message}` });
  }

  /** The names that values were followed under, and the places that were looked at, which a part of the text has to hold. */
  get asked(): { names: readonly { name: string; by: 'import' | 'any' }[]; offsets: readonly number[] } {
    const names = [...this.#askedBindings].map(({ name, declaration }) => ({
      name,
      by: declaration.kind === 'import' ? ('import' as const) : ('any' as const),
    }));
    return { names: names.sort((one, other) => (one.by < other.by ? 1 : -1)), offsets: this.#askedOffsets };
  }

  /**
   * Follows what Convex's own code and the given imports bring into this script.
   * @param given values of imports, by `url\0name`, or `url\0*name` for a namespace
   * @param known exports of a runtime's modules
   */
  follow(
    given: ReadonlyMap<string, BundleValue>,
    known: ReadonlyMap<string, ReadonlyMap<string, BundleValue>>,
  ): Findings {
    this.#given = given;
    this.#known = known;
    const scopes = this.#scopes;
    if (scopes === undefined) throw new Error('a script that does not parse cannot be followed');
    for (const { source, imported, binding } of scopes.imports) {
      const from = resolved(source, this.#url) ?? source;
      if (imported === '*') this.#bind(binding, { is: 'namespace', from });
      const value = given.get(`${from}\0${imported}`);
      if (value) this.#bind(binding, value);
    }
    for (const { source, imported, exported } of scopes.passedOn) {
      const from = resolved(source, this.#url) ?? source;
      for (const [key, value] of given) {
        const name = key.slice(from.length + 1);
        if (!key.startsWith(`${from}\0`)) continue;
        if (imported === '*' && name.startsWith('*')) this.#exports.set(name.slice(1), value);
        else if (name === imported) this.#exports.set(exported, value);
      }
    }
    for (const root of this.#rootsOfClient(scopes)) this.#climb(root, { is: 'api', steps: [] });
    if (known.size > 0) this.#followRuntime(scopes.program);
    return {
      references: this.#references,
      unresolved: this.#unresolved,
      exports: this.#exports,
      modules: this.#modules,
    };
  }

  /** The calls of the factory of `api` in Convex's own code, which also holds `makeFunctionReference`. */
  #rootsOfClient(scopes: ModuleScopes): Node[] {
    const roots: Node[] = [];
    for (let at = this.#text.indexOf(apiSignature); at !== -1; at = this.#text.indexOf(apiSignature, at + 1)) {
      const enclosing = enclosingNodes(scopes.program, at).toReversed();
      const factory = enclosing.find(
        (node) => isFunctionNode(node) && /new Proxy\b/.test(this.#text.slice(node.start, at)),
      );
      if (factory === undefined) continue;
      for (const call of this.#callsOf(scopes, factory)) if (!isInside(call, factory)) roots.push(call);
      this.#findMaker(scopes, factory);
    }
    return roots;
  }

  #callsOf(scopes: ModuleScopes, factory: Node): Node[] {
    const { parent } = factory;
    if (parent?.type === 'CallExpression' && parent.callee === factory) return [parent];
    const name =
      factory.type === 'FunctionDeclaration'
        ? factory.id
        : parent?.type === 'VariableDeclarator'
          ? parent.id
          : parent?.type === 'AssignmentExpression'
            ? parent.left
            : undefined;
    const binding = name ? scopes.bindingOf(name as Node) : undefined;
    if (binding) this.#askedBindings.add(binding);
    return (binding?.occurrences ?? []).flatMap((node) => {
      const call = node.parent;
      return call?.type === 'CallExpression' && call.callee === node ? [call] : [];
    });
  }

  /** `function st(e){return{[nt]:e}}`, by the name of the symbol that the factory compares with. */
  #findMaker(scopes: ModuleScopes, factory: Node): void {
    const body = this.#text.slice(factory.start, factory.end);
    const symbol = /===?\s*([\w$]+)\s*\)\s*\{?\s*(?:if|let|const|var|return)/.exec(body)?.[1];
    if (symbol === undefined) return;
    const escaped = symbol.replace(/\$/g, '\\$&');
    const form = new RegExp(`function ([\\w$]+)\\((\\w+)\\)\\{return\\s*\\{\\s*\\[${escaped}\\]:\\2\\s*\\}`, 'g');
    for (const match of this.#text.matchAll(form)) {
      this.#askedOffsets.push(match.index + 1);
      const declared = enclosingNodes(scopes.program, match.index + 1).findLast(
        (node) => node.type === 'FunctionDeclaration',
      );
      const binding =
        declared?.type === 'FunctionDeclaration' && declared.id ? scopes.bindingOf(declared.id) : undefined;
      if (binding) this.#bind(binding, { is: 'maker' });
    }
  }

  /** `n(1234)`, `e.i(1234)`: a call with one literal gives a module whose exports are known. */
  #followRuntime(program: Node): void {
    const visit = (node: Node): void => {
      if (node.type === 'CallExpression' && node.arguments.length === 1) {
        const [asked] = node.arguments;
        const id = asked?.type === 'Literal' ? String(asked.value) : undefined;
        if (id !== undefined && this.#known.has(id)) this.#climb(node, { is: 'module', id });
      }
      for (const child of childrenOf(node)) visit(child);
    };
    visit(program);
  }

  #bind(binding: Binding, value: BundleValue): void {
    const seen = this.#seen.get(binding) ?? new Set<string>();
    this.#seen.set(binding, seen);
    this.#askedBindings.add(binding);
    const key = JSON.stringify(value);
    if (seen.has(key)) return;
    seen.add(key);
    for (const exported of binding.exportedAs) this.#exports.set(exported, value);
    for (const node of binding.occurrences) if (isRead(node)) this.#climb(node, value);
  }

  /** Follows a value from where it stands to what is done with it. */
  #climb(node: Node, value: BundleValue): void {
    const { parent } = node;
    if (!parent) return;
    switch (parent.type) {
      case 'MemberExpression': {
        if (parent.object !== node) {
          this.#end(node, value);
          return;
        }
        const next = this.#member(value, keyOfMember(parent));
        if (next === 'unknown') {
          this.#leaveOpen(parent, 'its name is only known at run time');
          return;
        }
        if (next) this.#climb(parent, next);
        return;
      }
      case 'ChainExpression':
      case 'TSNonNullExpression':
      case 'AwaitExpression':
        this.#climb(parent, value);
        return;
      case 'SequenceExpression':
        if (parent.expressions.at(-1) === node) this.#climb(parent, value);
        return;
      case 'ConditionalExpression':
        if (parent.test !== node) this.#climb(parent, value);
        return;
      case 'LogicalExpression':
        if (parent.right === node || parent.operator !== '&&') this.#climb(parent, value);
        return;
      case 'VariableDeclarator':
        if (parent.init === node) this.#assign(parent.id, value);
        return;
      case 'AssignmentExpression':
        if (parent.right !== node || parent.operator !== '=') return;
        this.#assign(parent.left as Node, value);
        this.#climb(parent, value);
        return;
      case 'AssignmentPattern':
        if (parent.right === node) this.#assign(parent.left, value);
        return;
      case 'CallExpression':
        if (parent.callee === node) {
          this.#called(parent, value);
          return;
        }
        this.#end(node, value);
        return;
      case 'ArrowFunctionExpression':
        if (parent.body === node) this.#handOut(parent, value);
        return;
      case 'ReturnStatement': {
        const getter = enclosingFunction(parent);
        if (getter) this.#handOut(getter, value);
        return;
      }
      case 'ArrayExpression':
        this.#listed(parent, node, value);
        return;
      case 'ExpressionStatement':
      case 'UnaryExpression':
      case 'BinaryExpression':
      case 'IfStatement':
        return;
      default:
        this.#end(node, value);
    }
  }

  #member(value: BundleValue, key: string | undefined): BundleValue | 'unknown' | undefined {
    if (value.is === 'api') {
      if (key === undefined) return 'unknown';
      return value.steps.length < mostSteps ? { is: 'api', steps: [...value.steps, key] } : undefined;
    }
    if (key === undefined) return undefined;
    if (value.is === 'module') return this.#known.get(value.id)?.get(key);
    return value.is === 'namespace' ? this.#given.get(`${value.from}\0*${key}`) : undefined;
  }

  #assign(target: Node, value: BundleValue): void {
    if (target.type === 'Identifier') {
      const binding = this.#scopes?.bindingOf(target);
      if (binding) this.#bind(binding, value);
    } else if (target.type === 'AssignmentPattern') this.#assign(target.left, value);
    else if (target.type === 'ObjectPattern') {
      for (const property of target.properties) {
        if (property.type !== 'Property') {
          if (value.is === 'api') this.#leaveOpen(property, 'the rest of `api` is taken whole');
          continue;
        }
        const { key } = property;
        const name =
          key.type === 'Identifier' && !property.computed
            ? key.name
            : key.type === 'Literal'
              ? String(key.value)
              : undefined;
        const next = this.#member(value, name);
        if (next === 'unknown') this.#leaveOpen(property, 'its name is only known at run time');
        else if (next) this.#assign(property.value as Node, next);
      }
    }
  }

  #called(call: Extract<Node, { type: 'CallExpression' }>, value: BundleValue): void {
    if (value.is !== 'maker') return;
    const [name] = call.arguments;
    const text =
      name?.type === 'Literal' && typeof name.value === 'string'
        ? name.value
        : name?.type === 'TemplateLiteral' && name.expressions.length === 0
          ? name.quasis[0]?.value.cooked
          : undefined;
    // Convex's own clients take a text in the place of a reference: who calls them is seen elsewhere.
    if (call.parent?.type === 'ConditionalExpression' && text === undefined) return;
    if (text === undefined || text === null) {
      this.#leaveOpen(call, 'its name is only known at run time');
      return;
    }
    this.#references.push({ ...this.#at(call), path: canonicalFunctionPath(text) });
  }

  /** `{FH:()=>X}` of webpack: a module gives a value out under a name. */
  #handOut(getter: Node, value: BundleValue): void {
    const property = getter.parent;
    if (property?.type !== 'Property' || property.computed) {
      if (property?.type === 'ArrayExpression') this.#listed(property, getter, value);
      return;
    }
    const { key } = property;
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
    const id = runtimeModuleOf(property);
    if (name !== undefined && id !== undefined) this.#giveOut(id, name, value);
  }

  /** `["f",0,X]` of Turbopack. */
  #listed(list: Extract<Node, { type: 'ArrayExpression' }>, node: Node, value: BundleValue): void {
    const elements = list.elements as readonly (Node | null)[];
    const before = elements.slice(0, elements.indexOf(node)).toReversed();
    const name = before.find((each) => each?.type === 'Literal' && typeof each.value === 'string');
    const id = runtimeModuleOf(list);
    if (name?.type === 'Literal' && id !== undefined) this.#giveOut(id, String(name.value), value);
    else this.#end(node, value);
  }

  #giveOut(id: string, name: string, value: BundleValue): void {
    const exports = this.#modules.get(id) ?? new Map<string, BundleValue>();
    exports.set(name, value);
    this.#modules.set(id, exports);
  }

  /** A value that is handed on: a function's reference, or a part of `api` that is out of sight from here on. */
  #end(node: Node, value: BundleValue): void {
    if (value.is !== 'api') return;
    if (value.steps.length >= 2) this.#references.push({ ...this.#at(node), path: functionPathOfSteps(value.steps) });
    else this.#leaveOpen(node, `${['api', ...value.steps].join('.')} is handed on whole`);
  }

  #leaveOpen(node: Node, reason: string): void {
    // A part of a string keeps the whole of it in memory, so it is written anew.
    const text = Buffer.from(this.#text.slice(node.start, Math.min(node.end, node.start + 120))).toString();
    this.#unresolved.push({ ...this.#at(node), text, reason });
  }

  #at(node: Node): SourcePosition {
    return positionAt(this.#url, this.#text, node.start);
  }
}
