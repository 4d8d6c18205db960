import type { Node } from 'oxc-parser';
import { calleeName, keyOf, keyOfMember, literalText, withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { childrenOf } from '../syntax/syntax.ts';
import { definitionOf } from './declared-variables.ts';
import { isOptionalConfig, nestedNames } from './effect-pipes.ts';

type Call = Extract<Node, { type: 'CallExpression' }>;

/** A variable that a package reads by its name. The value is what the code gets of it. */
export interface NamedByPackage {
  node: Node;
  /** Undefined where only run time knows it. */
  name: string | undefined;
  /** `always`: the package does without it. `never`: it fails. `by its use`: the package returns undefined. */
  mayBeAbsent: 'always' | 'never' | 'by its use';
}

/** The variables that a module reads through env-var and Effect's Config, which are passed names and not the environment. */
export function namedByPackages(scopes: ModuleScopes): NamedByPackage[] {
  if (
    !scopes.imports.some(({ source }) => isPackage(source)) &&
    !scopes.requests.some(({ source }) => isPackage(source))
  )
    return [];
  const found: NamedByPackage[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'CallExpression') found.push(...ofEnvVar(node, scopes), ...ofConfig(node, scopes));
    for (const child of childrenOf(node)) visit(child);
  };
  visit(scopes.program);
  return found;
}

/** Whether a call makes a reader of the environment that it is given: `from(process.env)` of env-var. */
export function makesReader(call: Node | null | undefined, scopes: ModuleScopes): boolean {
  return call?.type === 'CallExpression' && calleeName(call) === 'from' && isExportOf(call.callee, 'env-var', scopes);
}

function isPackage(source: string): boolean {
  return /^(?:env-var|effect(?:\/Config|\/Schema)?|@effect\/schema(?:\/Schema)?)$/.test(source);
}

/** `env.get('KEY').required().asString()` */
function ofEnvVar(call: Call, scopes: ModuleScopes): NamedByPackage[] {
  if (calleeName(call) !== 'get' || call.arguments.length !== 1 || !isReader(call.callee, scopes)) return [];
  const name = literalText(call.arguments[0] as Node);
  const chains = chainsOf(call, scopes);
  return chains.map(({ end, methods }) => {
    const required = methods.find((each) => calleeName(each) === 'required');
    const [isRequired] = (required?.arguments ?? []) as Node[];
    const isAsked = required !== undefined && !(isRequired?.type === 'Literal' && isRequired.value === false);
    if (methods.some((each) => calleeName(each) === 'default')) return { node: end, name, mayBeAbsent: 'always' };
    return { node: end, name, mayBeAbsent: isAsked ? 'never' : 'by its use' };
  });
}

/** `env.get` of the package, or of what its `from` returned; the `get` that it exports. */
function isReader(callee: Node, scopes: ModuleScopes): boolean {
  if (callee.type !== 'MemberExpression') return isExportOf(callee, 'env-var', scopes);
  const object = withoutWrappers(callee.object);
  if (isExportOf(object, 'env-var', scopes)) return true;
  return makesReader(withoutWrappers(definitionOf(object, scopes)), scopes);
}

interface Chain {
  /** The whole of it: `env.get('KEY').required().asString()`. */
  end: Node;
  methods: readonly Call[];
}

/** The calls of methods on a call; where it has a name first, those on the name. */
function chainsOf(call: Node, scopes: ModuleScopes, methods: readonly Call[] = []): Chain[] {
  const { parent } = call;
  const outer = parent?.type === 'MemberExpression' && parent.object === call ? parent.parent : undefined;
  if (outer?.type === 'CallExpression' && outer.callee === parent) return chainsOf(outer, scopes, [...methods, outer]);
  const isOpen = !methods.some((each) => /^as[A-Z]/.test(calleeName(each) ?? ''));
  const name = isOpen && parent?.type === 'VariableDeclarator' ? parent.id : undefined;
  const uses = name ? (scopes.bindingOf(name)?.occurrences.filter((each) => each !== name) ?? []) : [];
  return uses.length > 0 ? uses.flatMap((each) => chainsOf(each, scopes, methods)) : [{ end: call, methods }];
}

const ofConfigs =
  /^(?:string|nonEmptyString|number|integer|int|finite|boolean|date|duration|logLevel|redacted|secret|url|port|Config)$/;
/** Configs of many values take the name behind the config of one: `Config.array(Config.string(), 'KEYS')`. */
const ofMany = /^(?:array|chunk|hashSet|hashMap|branded|record|schema)$/;

/** `Config.string('KEY')`, `Config.literal('a', 'b')('KEY')`, `Schema.Config('KEY', …)` */
function ofConfig(call: Call, scopes: ModuleScopes): NamedByPackage[] {
  const written = nameInConfig(call, scopes);
  if (written === undefined) return [];
  const nested = nestedNames(call, scopes);
  const name = literalText(written);
  const isKnown = name !== undefined && !nested.includes(undefined);
  return [
    {
      node: call,
      name: isKnown ? [...nested, name].join('_') : undefined,
      mayBeAbsent: isOptionalConfig(call, scopes) ? 'always' : 'never',
    },
  ];
}

function nameInConfig(call: Call, scopes: ModuleScopes): Node | undefined {
  const callee = withoutWrappers(call.callee);
  if (callee.type === 'CallExpression')
    return isConfigCall(callee, /^literal$/, scopes) ? argument(call, 0) : undefined;
  if (isConfigCall(call, ofMany, scopes)) return argument(call, 1);
  if (!isConfigCall(call, ofConfigs, scopes)) return undefined;
  const first = argument(call, 0);
  // `Config.redacted(Config.string('KEY'))` is named inside.
  return first?.type === 'CallExpression' ? undefined : first;
}

function argument(call: Call, index: number): Node | undefined {
  return call.arguments[index] as Node | undefined;
}

function isConfigCall({ callee }: Call, names: RegExp, scopes: ModuleScopes): boolean {
  const key = callee.type === 'MemberExpression' ? keyOfMember(callee) : undefined;
  if (callee.type !== 'MemberExpression' || key === undefined || !names.test(key)) return false;
  const declaration = scopes.bindingOf(withoutWrappers(callee.object))?.declaration;
  if (declaration?.kind !== 'import') return false;
  const { source, imported } = declaration;
  if (key === 'Config') return /(?:^|\/)(?:effect|[Ss]chema)$/.test(source);
  return source === 'effect/Config' || (source === 'effect' && imported === 'Config');
}

/** A name imported from a package, or `require('…')` of it. */
function isExportOf(written: Node, source: string, scopes: ModuleScopes): boolean {
  const node = withoutWrappers(written);
  const root = node.type === 'MemberExpression' ? withoutWrappers(node.object) : node;
  const declaration = scopes.bindingOf(root)?.declaration;
  if (declaration?.kind === 'import') return declaration.source === source;
  const init = declaration?.kind === 'variable' ? withoutWrappers(declaration.declarator.init ?? root) : root;
  return (
    init.type === 'CallExpression' &&
    init.callee.type === 'Identifier' &&
    keyOf(init.callee) === 'require' &&
    literalText(argument(init, 0)) === source
  );
}
