import type { Node } from 'oxc-parser';
import { createToken, each, type ReferenceSite, returned, type Token, unwrap, wrap } from '../flow/flow-token.ts';
import type { FunctionKind } from '../function-reference.ts';
import { keyOf } from '../syntax/expressions.ts';
import type { StaticValues } from '../syntax/static-value.ts';
import { type ApiRoot, apiRoots, convexModuleExports, kindOfClientMethod } from './convex-exports.ts';
import type { SourceModule } from './source-module.ts';

const mostSteps = 12;

/** Every place in source that names a part of `api`, one for each step of a chain. */
export class ReferenceSites {
  readonly unresolved: { module: SourceModule; node: Node; root: ApiRoot; reason: string }[] = [];
  readonly #values: StaticValues;
  readonly #byKey = new Map<string, ReferenceSite>();

  constructor(values: StaticValues) {
    this.#values = values;
  }

  get all(): Iterable<ReferenceSite> {
    return this.#byKey.values();
  }

  site(module: SourceModule, node: Node, root: ApiRoot, steps: readonly string[], path?: string) {
    const key = [module.path, node.start, node.end, root, ...(path === undefined ? steps : ['', path])].join('\0');
    let site = this.#byKey.get(key);
    if (site === undefined) {
      site = { key, module, node, root, steps, kinds: new Map(), handedOn: [], hasFurtherStep: false };
      if (path !== undefined) site.path = path;
      this.#byKey.set(key, site);
    }
    return site;
  }

  /** The names that a property may have; undefined where they are known only at run time. */
  namesOf(module: SourceModule, key: Node, computed: boolean): readonly string[] | undefined {
    if (computed) return this.#values.stringsOf({ module, node: key });
    const name = keyOf(key);
    return name === undefined ? undefined : [name];
  }

  /** What an import of a name brings in, or of all names (`*`): exports of Convex, and the generated `api`. */
  importedTokens(module: SourceModule, source: string, imported: string, node: Node | undefined): Token[] {
    const named: [string, Token][] = [];
    if (module.target(source).to === 'generated-api') {
      for (const root of apiRoots) {
        const site = this.site(module, node ?? module.scopes.program, root, []);
        named.push([root, createToken({ kind: 'site', site })]);
      }
    }
    for (const [name, of] of Object.entries(convexModuleExports(source) ?? {})) {
      if (of.role !== 'api') named.push([name, createToken({ kind: 'export', name, of })]);
      else named.push([name, createToken({ kind: 'site', site: this.site(module, module.scopes.program, 'api', []) })]);
    }
    if (imported !== '*' && imported !== 'default') {
      return named.filter(([name]) => name === imported).map(([, token]) => token);
    }
    return named.map(([name, token]) => wrap(token, name)).filter((token) => token !== undefined);
  }

  /** Reports a use of what may be a part of `api`, whose import cannot be resolved. */
  leaveLost(module: SourceModule, node: Node, root: ApiRoot, source: string): void {
    this.unresolved.push({
      module,
      root,
      node: wholeChain(node),
      reason: `it comes from ${source}, which is not in the tree`,
    });
  }

  /** What a property of one of `names` takes out of `token` at `node`. Where `names` is undefined, the property may be any. */
  access(module: SourceModule, node: Node, token: Token, names: readonly string[] | undefined): Token[] {
    const [outer] = token.wraps;
    if (isGeneratedModule(token) && names?.includes('default')) return [token];
    if (outer !== undefined) {
      const isMatch = outer === '*' ? true : names === undefined || names.includes(outer);
      return isMatch && outer !== returned && outer !== each ? [unwrap(token)] : [];
    }
    const { atom } = token;
    if (atom.kind === 'site' && atom.site.path === undefined) {
      const { site } = atom;
      site.hasFurtherStep = true;
      if (names === undefined || site.steps.length >= mostSteps) {
        const reason = names === undefined ? 'the property is known only at run time' : 'the path has no end';
        this.unresolved.push({ module, node: wholeChain(node), root: site.root, reason });
        return [];
      }
      return names.map((name) => {
        const next = this.site(module, node, site.root, [...site.steps, name]);
        return createToken({ kind: 'site', site: next }, [], token.entries);
      });
    }
    if (atom.kind === 'client') {
      return (names ?? []).flatMap((name) => {
        const kind = kindOfClientMethod(name);
        return kind === undefined ? [] : [createToken({ kind: 'export', name, of: { role: 'call', kind } })];
      });
    }
    // `client.query.bind(client)` returns what it is called on.
    const bound = names?.includes('bind') ? wrap(token, returned) : undefined;
    return bound === undefined ? [] : [bound];
  }
}

/** Whether a value is the generated module as a whole, whose `default` is itself where CommonJS is involved. */
function isGeneratedModule({ atom, wraps }: Token): boolean {
  return atom.kind === 'site' && atom.site.steps.length === 0 && wraps.length === 1 && wraps[0] === atom.site.root;
}

/** What a call asks a reference to be: a function of one kind, or any function. */
export type AskedKind = FunctionKind | 'any';

/** Notes what a call, or all calls of one `group`, ask a reference to be. */
export function ask(site: ReferenceSite, group: string, kind: AskedKind): void {
  const kinds = site.kinds.get(group) ?? new Set();
  site.kinds.set(group, kind === 'any' ? kinds : kinds.add(kind));
}

/** `api[module][name]` of the `api[module]` in it. */
export function wholeChain(node: Node): Node {
  let at = node;
  while (at.parent?.type === 'MemberExpression' && at.parent.object === at) at = at.parent;
  return at;
}
