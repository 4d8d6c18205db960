import type { Node } from 'oxc-parser';
import type { UnparsedSource } from '../function-reference.ts';
import { type Binding, type ModuleScopes, resolveScopes } from '../syntax/module-scopes.ts';
import { parseBundled } from '../syntax/parse-script.ts';
import { childrenOf } from '../syntax/syntax.ts';
import { apiFactories } from './api-factory.ts';
import type { BundleValue, Findings } from './bundle-findings.ts';
import { BundleFlow } from './bundle-flow.ts';
import type { KnownExports } from './bundle-members.ts';
import { resolved } from './bundle-scan.ts';
import { positionAt } from './bundle-syntax.ts';
import { CollectedFindings } from './collected-findings.ts';

/** One parsed script of a built front end. */
export class BundleModule {
  readonly failure: UnparsedSource | undefined;
  readonly #url: string;
  readonly #text: string;
  readonly #scopes: ModuleScopes | undefined;
  readonly #askedBindings = new Set<Binding>();
  readonly #askedNames = new Set<string>();
  readonly #askedOffsets: number[] = [];

  private constructor(url: string, text: string, scopes: ModuleScopes | undefined, failure?: UnparsedSource) {
    this.#url = url;
    this.#text = text;
    this.#scopes = scopes;
    this.failure = failure;
  }

  /** @param source what is parsed: the text, or a part of it with the same offsets */
  static parse(url: string, text: string, source = text): BundleModule {
    const { result, failure } = parseBundled(source);
    if (!failure) return new BundleModule(url, text, resolveScopes(result.program));
    const { offset, reason } = failure;
    return new BundleModule(url, text, undefined, { ...positionAt(url, text, offset), reason });
  }

  /** The names that values were followed under, and the offsets that were looked at: a part of the text has to contain them. */
  get asked(): { names: readonly { name: string; by: 'import' | 'any' }[]; offsets: readonly number[] } {
    const names = [
      ...[...this.#askedBindings].map(({ name, declaration }) => ({
        name,
        by: declaration.kind === 'import' ? ('import' as const) : ('any' as const),
      })),
      ...[...this.#askedNames].map((name) => ({ name, by: 'any' as const })),
    ];
    return { names: names.sort((one, other) => (one.by < other.by ? 1 : -1)), offsets: this.#askedOffsets };
  }

  /**
   * Follows the values that Convex's own code and the given imports bring into this script.
   * @param given values of imports, by `url\0name`, or `url\0*name` for a namespace
   * @param known exports of a runtime's modules
   * @throws Error where the script does not parse
   */
  follow(given: KnownExports['given'], known: KnownExports['known']): Findings {
    const scopes = this.#scopes;
    if (scopes === undefined) throw new Error('a script that does not parse cannot be followed');
    const findings = new CollectedFindings(this.#url, this.#text);
    const flow = new BundleFlow(scopes, { given, known }, findings, this.#askedBindings, (name) =>
      this.#askedNames.add(name),
    );
    this.#followImports(scopes, given, flow);
    for (const [name, value] of this.#passedOn(scopes, given)) findings.addExport(name, value);
    this.#followClient(scopes, flow);
    if (known.size > 0) followRuntime(scopes.program, known, flow);
    return findings.all;
  }

  #followImports(scopes: ModuleScopes, given: KnownExports['given'], flow: BundleFlow): void {
    for (const { source, imported, binding } of scopes.imports) {
      const from = this.#resolved(source);
      if (imported === '*') flow.bind(binding, { is: 'namespace', from });
      const value = given.get(`${from}\0${imported}`);
      if (value) flow.bind(binding, value);
    }
  }

  /** What the script re-exports: `export … from`. */
  *#passedOn(scopes: ModuleScopes, given: KnownExports['given']): Iterable<[name: string, value: BundleValue]> {
    for (const { source, imported, exported } of scopes.passedOn) {
      const from = this.#resolved(source);
      for (const [key, value] of given) {
        const name = key.slice(from.length + 1);
        if (!key.startsWith(`${from}\0`)) continue;
        if (imported === '*' && name.startsWith('*')) yield [name.slice(1), value];
        else if (name === imported) yield [exported, value];
      }
    }
  }

  /** Convex's own code, where the script contains it: the result of the factory of `api`, and `makeFunctionReference`. */
  #followClient(scopes: ModuleScopes, flow: BundleFlow): void {
    const factories = apiFactories(this.#text, scopes);
    for (const { binding, made } of factories) {
      if (binding) this.#askedBindings.add(binding);
      for (const { offset, object, path, maker } of made) {
        this.#askedOffsets.push(offset);
        if (maker) flow.followMaker(maker);
        else if (object && path) flow.make(object, path);
      }
    }
    for (const { calls } of factories) for (const call of calls) flow.climb(call, { is: 'api', steps: [] });
  }

  #resolved(source: string): string {
    return resolved(source, this.#url) ?? source;
  }
}

/** `n(1234)`, `e.i(1234)`: a call with one literal returns a module whose exports are known. */
function followRuntime(node: Node, known: KnownExports['known'], flow: BundleFlow): void {
  if (node.type === 'CallExpression' && node.arguments.length === 1) {
    const [asked] = node.arguments;
    const id = asked?.type === 'Literal' ? String(asked.value) : undefined;
    if (id !== undefined && known.has(id)) flow.climb(node, { is: 'module', id });
  }
  for (const child of childrenOf(node)) followRuntime(child, known, flow);
}
