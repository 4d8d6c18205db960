import type { Node } from 'oxc-parser';
import type { ReferenceSite } from '../flow/flow-token.ts';
import { followReferences } from '../flow/reference-flow.ts';
import { functionPathOfSteps } from '../function-path.ts';
import type { FunctionKind, FunctionReference, SourcePosition, UnresolvedReference } from '../function-reference.ts';
import type { Place, StaticValues } from '../syntax/static-value.ts';
import type { ApiRoot } from './convex-exports.ts';
import { type DemandOutcome, judgeDemands } from './reference-demands.ts';
import { textOf } from './source-module.ts';
import type { Side, SourceModules } from './source-modules.ts';
import { findTextPaths } from './text-paths.ts';

/** A component that a backend names: `components.rateLimiter.lib.check` names `rateLimiter`. */
export interface ComponentUse extends SourcePosition {
  name: string;
}

/** A function of a component that a backend calls: `components.rateLimiter.lib.check` is `lib:check` of `rateLimiter`. */
export interface ComponentCall extends SourcePosition {
  component: string;
  path: string;
}

/** What the modules of a tree name of a backend, each list in order of file, line and column. */
export interface FoundReferences {
  references: readonly FunctionReference[];
  components: readonly ComponentUse[];
  componentCalls: readonly ComponentCall[];
  unresolved: readonly UnresolvedReference[];
}

/**
 * What each side may name. A front end cannot call what is `internal`. A backend that creates a client mostly calls another deployment with
 * it, so the paths that it passes to clients are not compared with itself.
 */
const named: Readonly<Record<Side, { roots: readonly ApiRoot[]; byClients: boolean }>> = {
  frontend: { roots: ['api'], byClients: true },
  backend: { roots: ['api', 'internal', 'components'], byClients: false },
};

/** Follows `api`, `internal` and `components` through the modules of one side, and lists what is named of them and where. */
export function findReferences(modules: SourceModules, values: StaticValues, side: Side): FoundReferences {
  const { roots, byClients } = named[side];
  const flow = followReferences(modules, values);
  const found = new Found();

  for (const { root, reason, ...place } of flow.unresolved)
    if (roots.includes(root)) found.addUnresolved(place, reason, ofRoot(root));
  if (byClients) {
    for (const outcome of judgeDemands(flow, values)) found.addOutcome(outcome);
    const known = new Set(flow.calls.map(({ node }): Node => node));
    for (const { mayBe, reason, ...place } of findTextPaths(modules, values, known))
      found.addUnresolved(place, reason, mayBe === undefined ? {} : { mayBe });
  }

  const sites = [...flow.sites].filter(({ root }) => roots.includes(root));
  addComponents(
    found,
    sites.filter(({ root }) => root === 'components'),
  );
  addFunctions(
    found,
    sites.filter(({ root }) => root !== 'components'),
  );
  return found.all;
}

class Found {
  readonly #references: FunctionReference[] = [];
  readonly #components: ComponentUse[] = [];
  readonly #componentCalls: ComponentCall[] = [];
  readonly #unresolved: UnresolvedReference[] = [];

  get all(): FoundReferences {
    return {
      references: ordered(this.#references, ({ path, kind }) => `${path} ${kind}`),
      components: ordered(this.#components, ({ name }) => name),
      componentCalls: ordered(this.#componentCalls, ({ component, path }) => `${component} ${path}`),
      unresolved: ordered(this.#unresolved, ({ mayBe = '' }) => mayBe),
    };
  }

  addReference(
    { module, node }: Place,
    path: string,
    more: Pick<FunctionReference, 'handedTo'> & { kind: FunctionKind | undefined },
  ): void {
    if (!module.isCounted) return;
    const { kind, handedTo } = more;
    this.#references.push({
      ...module.positionOf(node.start),
      path,
      ...(kind !== undefined && { kind }),
      ...(handedTo !== undefined && { handedTo }),
    });
  }

  addComponent({ module, node }: Place, name: string): void {
    if (module.isCounted) this.#components.push({ ...module.positionOf(node.start), name });
  }

  addComponentCall({ module, node }: Place, component: string, path: string): void {
    if (module.isCounted) this.#componentCalls.push({ ...module.positionOf(node.start), component, path });
  }

  addUnresolved(
    { module, node }: Place,
    reason: string,
    more: Pick<UnresolvedReference, 'mayBe' | 'ofComponents'> = {},
  ): void {
    if (!module.isCounted) return;
    const text = textOf(module, node);
    this.#unresolved.push({ ...module.positionOf(node.start), text, reason, ...more });
  }

  addOutcome(outcome: DemandOutcome): void {
    if ('path' in outcome) this.addReference(outcome.place, outcome.path, { kind: outcome.kind });
    else this.addUnresolved(outcome.place, outcome.reason);
  }
}

/** The first step below `components` names one. The steps after it name a module and a function of the component. */
function addComponents(found: Found, sites: readonly ReferenceSite[]): void {
  const modulePaths = modulePathsOf(sites);
  for (const site of sites) {
    const [name, ...steps] = site.steps;
    if (name === undefined) addHandedOn(found, site);
    else if (steps.length === 0) found.addComponent(site, name);
    else if (steps.length >= 2 && isFunction(site, modulePaths))
      found.addComponentCall(site, name, functionPathOfSteps(steps));
  }
}

/** Every path on the way to a longer one. */
function modulePathsOf(sites: readonly ReferenceSite[]): ReadonlySet<string> {
  return new Set(sites.flatMap(({ steps }) => steps.slice(0, -1).map((_, at) => steps.slice(0, at + 1).join('\0'))));
}

function addFunctions(found: Found, sites: readonly ReferenceSite[]): void {
  const modulePaths = modulePathsOf(sites);
  for (const site of sites) {
    if (isFunction(site, modulePaths))
      for (const kind of kindsOf(site))
        found.addReference(site, site.path ?? functionPathOfSteps(site.steps), { kind, ...takerOf(site) });
    else if (site.kinds.size > 0) found.addUnresolved(site, 'a function needs a module and a name');
    else addHandedOn(found, site);
  }
}

/** What a reference is passed to, where no call of Convex takes it. */
function takerOf({ kinds, path, handedOn: [first] }: ReferenceSite): Pick<FunctionReference, 'handedTo'> {
  return kinds.size === 0 && path === undefined && first !== undefined ? { handedTo: first.to } : {};
}

/** What takes the properties of a module, and is given no function: `{ ...api.sites.list }`. */
const takesApart = /^(?:a spread|Object\.(?:assign|entries|values|keys)\(\))$/;

/** Whether a written place names a function, and not only a module on the way to one. */
function isFunction(
  { path, steps, kinds, handedOn, hasFurtherStep }: ReferenceSite,
  modulePaths: ReadonlySet<string>,
): boolean {
  if (path !== undefined) return true;
  if (steps.length < 2 || (kinds.size === 0 && handedOn.some(({ to }) => takesApart.test(to)))) return false;
  return kinds.size > 0 || !(hasFurtherStep || modulePaths.has(steps.join('\0')));
}

function addHandedOn(found: Found, { root, steps, handedOn }: ReferenceSite): void {
  const name = [root, ...steps].join('.');
  for (const { to, ...place } of handedOn)
    found.addUnresolved(place, `${name} is passed as a whole to ${to}, where it cannot be followed`, ofRoot(root));
}

function ofRoot(root: ApiRoot): { ofComponents?: true } {
  return root === 'components' ? { ofComponents: true } : {};
}

/** The kinds that calls ask for; one `undefined` where no call does, or a wrapper could ask for any of several. */
function kindsOf(site: ReferenceSite): (FunctionKind | undefined)[] {
  const declared = site.kinds.get('declared');
  const calls = [...site.kinds].filter(([group]) => group !== 'declared').map(([, kinds]) => kinds);
  const said = calls.length > 0 ? calls : [declared ?? new Set<FunctionKind>()];
  const kinds = new Set(said.filter(({ size }) => size === 1).flatMap((group) => [...group]));
  return kinds.size === 0 ? [undefined] : [...kinds];
}

/** By file, line and column, each entry once. */
export function ordered<T extends SourcePosition>(entries: readonly T[], distinction: (entry: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const entry of entries) {
    const key = `${entry.file}:${entry.line}:${entry.column} ${distinction(entry)}`;
    if (!byKey.has(key)) byKey.set(key, entry);
  }
  return [...byKey.entries()]
    .sort(
      ([oneKey, one], [otherKey, other]) =>
        compareText(one.file, other.file) ||
        one.line - other.line ||
        one.column - other.column ||
        compareText(oneKey, otherKey),
    )
    .map(([, entry]) => entry);
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
