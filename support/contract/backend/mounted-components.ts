import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Node } from 'oxc-parser';
import { positionAt } from '../bundle/bundle-syntax.ts';
import type { SourcePosition } from '../function-reference.ts';
import { entriesOf, packageName, readManifests } from '../source/package-manifests.ts';
import { calleeName, literalText, propertyOf, withoutWrappers } from '../syntax/expressions.ts';
import { type ModuleScopes, resolveScopes } from '../syntax/module-scopes.ts';
import { parseSource } from '../syntax/parse-source.ts';
import { childrenOf } from '../syntax/syntax.ts';
import { type DeclaredVariable, variablesOfApp } from '../variables/declared-variables.ts';
import { type PassedVariables, passedVariables } from './passed-variables.ts';

/** A component that convex.config.ts mounts. */
export interface MountedComponent {
  /** As a deployment lists it: below the names of the components that mount it, `mail/queue`. */
  name: string;
  /** The folder of its own convex.config; undefined where it is not found. */
  folder: string | undefined;
  /** Whether its code is part of the team's own tree, and not of a package. */
  isOwn: boolean;
  /** The package that it comes from; undefined for one of the team's own. */
  package: string | undefined;
  /** What it is imported from. */
  from: string;
  /** The call that mounts it, with the absolute path of its file. */
  mountedAt: SourcePosition;
  /** The variables that it declares. */
  declared: readonly DeclaredVariable[];
  /** What is passed to them. */
  passed: PassedVariables;
}

type Call = Extract<Node, { type: 'CallExpression' }>;

/** Components that mount each other in a circle cannot be pushed. */
const mostDepth = 8;

/**
 * The components that convex.config.ts mounts, by the name of `app.use(component, { name })`, or the one that the component gives itself; after each
 * of the team's own, those that it mounts in turn. The syntax is read: only the CLI can import the file, since it replaces each import of a component.
 * @param directory absolute path of the functions folder
 */
export function mountedComponents(directory: string): MountedComponent[] {
  return mountedIn(directory, '', 0);
}

function mountedIn(directory: string, above: string, depth: number): MountedComponent[] {
  const config = configIn(directory);
  if (config === undefined || depth > mostDepth) return [];

  const { text, scopes } = readConfig(config);
  return mounts(scopes).flatMap(({ from, given, at, passed }) => {
    const file = configFile(config, from);
    const definition = file === undefined ? undefined : definitionIn(file);
    const isOwn = from.startsWith('.');
    const own: MountedComponent = {
      name: above + (given ?? definition?.name ?? camelCase(from)),
      folder: file && path.dirname(file),
      isOwn,
      package: isOwn ? undefined : packageName(from),
      from,
      mountedAt: positionAt(config, text, at.start),
      declared: definition?.declared ?? [],
      passed,
    };
    const inside = own.isOwn && own.folder ? mountedIn(own.folder, `${own.name}/`, depth + 1) : [];
    return [own, ...inside];
  });
}

function configIn(directory: string): string | undefined {
  return ['ts', 'js', 'mts', 'mjs'].map((end) => path.join(directory, `convex.config.${end}`)).find(existsSync);
}

function readConfig(file: string): { text: string; scopes: ModuleScopes } {
  const text = readFileSync(file, 'utf8');
  return { text, scopes: resolveScopes(parseSource(file, text).result.program) };
}

/** A module that is passed to `use`, where, and the name and variables that it is given there. */
interface Mount {
  from: string;
  given: string | undefined;
  at: Node;
  passed: PassedVariables;
}

/** `app.use(component, { name })`; a component that is imported and reaches `use` in another way, such as from a list, keeps its own name. */
function mounts(scopes: ModuleScopes): Mount[] {
  const calls = usesIn(scopes.program);
  const isPassed = (node: Node) => calls.some((call) => withoutWrappers(call.arguments[0] as Node) === node);
  return scopes.imports.flatMap(({ source, binding }) => {
    const places = binding.occurrences.filter(isPassed);
    const named = calls.filter((call) => places.includes(withoutWrappers(call.arguments[0] as Node)));
    const mounted = named.map((call) => ({
      from: source,
      given: nameIn(call, scopes),
      at: call as Node,
      passed: passedIn(call, scopes),
    }));
    const isElsewhere = binding.occurrences.length > places.length && /\/convex\.config(?:\.[cm]?[jt]s)?$/.test(source);
    if (!isElsewhere) return mounted;
    const passed = { known: new Map(), isOpen: calls.some((call) => call.arguments.length > 1) };
    return [...mounted, { from: source, given: undefined, at: binding.occurrences[0] ?? scopes.program, passed }];
  });
}

function usesIn(node: Node): Call[] {
  const inside = childrenOf(node).flatMap(usesIn);
  const isUse = node.type === 'CallExpression' && calleeName(node) === 'use' && node.arguments.length > 0;
  return isUse ? [node, ...inside] : inside;
}

function nameIn(call: Call, scopes: ModuleScopes): string | undefined {
  const written = propertyOf(call.arguments[1] as Node | undefined, 'name');
  return written && textOf(written, scopes);
}

function passedIn(call: Call, scopes: ModuleScopes): PassedVariables {
  const [, options] = call.arguments as Node[];
  const isWritten = options === undefined || withoutWrappers(options).type === 'ObjectExpression';
  if (!isWritten) return { known: new Map(), isOpen: true };
  return passedVariables(propertyOf(options && withoutWrappers(options), 'env'), scopes);
}

/** A text, or the constant that stands for one. */
function textOf(written: Node, scopes: ModuleScopes): string | undefined {
  const node = withoutWrappers(written);
  const declaration = scopes.bindingOf(node)?.declaration;
  const defined = declaration?.kind === 'variable' ? declaration.declarator.init : node;
  return literalText(defined ? withoutWrappers(defined) : undefined);
}

function configFile(config: string, from: string): string | undefined {
  if (from.startsWith('.'))
    return ['', '.ts', '.js', '.mts', '.mjs']
      .map((end) => path.resolve(path.dirname(config), from.replace(/\.[cm]?js$/, '') + end))
      .find(isFile);
  try {
    return createRequire(pathToFileURL(config)).resolve(from.replace(/\.js$/, ''));
  } catch {
    return fileOfPackage(config, from);
  }
}

/** What a package exports to bundlers alone, such as under `import`, or with the extension. */
function fileOfPackage(config: string, from: string): string | undefined {
  const name = packageName(from);
  const manifest = createRequire(pathToFileURL(config))
    .resolve.paths(from)
    ?.map((folder) => path.join(folder, name, 'package.json'))
    .find(existsSync);
  const [found] = manifest ? readManifests([manifest], () => undefined) : [];
  return found && entriesOf(found, from.slice(name.length + 1)).find(isFile);
}

function isFile(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file) && existsSync(file);
}

/** `rateLimiter` of `defineComponent("rateLimiter")`, and the variables that it declares. */
function definitionIn(file: string): { name: string | undefined; declared: readonly DeclaredVariable[] } | undefined {
  const { scopes } = readConfig(file);
  const visit = (node: Node): ReturnType<typeof definitionIn> =>
    node.type === 'CallExpression' && calleeName(node) === 'defineComponent'
      ? { name: textOf(node.arguments[0] as Node, scopes), declared: variablesOfApp(node, scopes) }
      : childrenOf(node)
          .map(visit)
          .find((found) => found !== undefined);
  return visit(scopes.program);
}

/** `rateLimiter` of `@convex-dev/rate-limiter/convex.config`. */
function camelCase(from: string): string {
  const steps = from.replace(/\/convex\.config(?:\.[jt]s)?$/, '').split('/');
  return (steps.at(-1) ?? '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
