import type { Node } from 'oxc-parser';
import { canonicalFunctionPath } from '../function-path.ts';
import type { FunctionKind } from '../function-reference.ts';
import type { DeployedFunction } from '../function-spec.ts';
import { calleeName, keyOf, propertyOf, withoutWrappers } from '../syntax/expressions.ts';
import { resolveScopes } from '../syntax/module-scopes.ts';
import { parseSource } from '../syntax/parse-source.ts';
import { anything, type Validator } from '../validators/validator.ts';
import { type BackendFile, moduleOf } from './backend-files.ts';
import { staticValidator } from './static-validators.ts';

/**
 * The functions that a module's syntax shows, for modules that cannot be imported: exports that are made by a call whose callee has `query`,
 * `mutation` or `action` in its name, as Convex's own builders and most wrappers of them do. Validators that are written out in place are
 * read; the others are absent. Pure.
 */
export function staticFunctions(file: BackendFile): DeployedFunction[] {
  const { exports } = resolveScopes(parseSource(file.path, file.text).result.program);
  return [...exports].flatMap(([name, exported]) => {
    const made = 'occurrences' in exported ? initOf(exported.declaration) : exported;
    return (made && functionOf(file, name, withoutWrappers(made))) ?? [];
  });
}

function initOf(declaration: { kind: string; declarator?: { init: Node | null } }): Node | undefined {
  return declaration.kind === 'variable' ? (declaration.declarator?.init ?? undefined) : undefined;
}

function functionOf(file: BackendFile, name: string, made: Node): DeployedFunction | undefined {
  if (made.type !== 'CallExpression') return undefined;
  const builder = calleeName(made) ?? '';
  const kind = kindOf(builder);
  if (kind === undefined) return undefined;

  if (!made.arguments.some(isDefinition)) return undefined;
  const [definition] = made.arguments;
  const [args, returns] = ['args', 'returns'].map((key) => declaredIn(definition, key, builder));
  return {
    path: canonicalFunctionPath(`${moduleOf(file.path)}:${name}`),
    kind,
    isPublic: !/internal/i.test(builder),
    ...(args && { args }),
    ...(returns && { returns }),
  };
}

/** A handler, or an object that has one or may: `buildQueryKey({ id: 1 })` makes no function, whatever its name. */
function isDefinition(written: Node): boolean {
  const node = withoutWrappers(written);
  if (node.type !== 'ObjectExpression') return node.type !== 'Literal' && node.type !== 'TemplateLiteral';
  return node.properties.some((each) => each.type !== 'Property' || keyOf(each.key) === 'handler');
}

/** The kind in a builder's name; undefined where it has none, or several. */
function kindOf(builder: string): FunctionKind | undefined {
  const kinds = new Set([...builder.matchAll(/query|mutation|action/gi)].map(([word]) => word.toLowerCase()));
  const [kind, ...others] = kinds as Set<FunctionKind>;
  return others.length > 0 || /^http/i.test(builder) ? undefined : kind;
}

/** A wrapper may add arguments of its own, so only the validators of Convex's own builders are known. */
function declaredIn(definition: Node | undefined, key: string, builder: string): Validator | undefined {
  if (!/^(internal)?(query|mutation|action)(Generic)?$/i.test(builder)) return undefined;
  const written = propertyOf(definition, key);
  if (written !== undefined) return staticValidator(written);
  const isWhole =
    definition?.type !== 'ObjectExpression' || definition.properties.every(({ type }) => type === 'Property');
  return isWhole ? anything : undefined;
}
