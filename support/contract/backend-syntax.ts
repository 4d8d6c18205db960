import type { Node } from 'oxc-parser';
import type { BackendFile } from './backend-files.ts';
import { functionPathOfSteps } from './function-path.ts';
import type { SourcePosition, UnparsedSource } from './function-reference.ts';
import { parseSource } from './parse-source.ts';
import { childrenOf } from './syntax.ts';

/** A variable that a backend's source reads from its environment. */
export interface VariableRead extends SourcePosition {
  name: string;
  /** The source says what to do without it: `process.env.NAME ?? 'none'`. */
  hasFallback: boolean;
}

/** A function that the backend itself names: one that it schedules, runs or puts into a cron. */
interface InsideReference extends SourcePosition {
  path: string;
}

/** A component that the backend names: `components.rateLimiter.lib.check` names `rateLimiter`. */
export interface ComponentUse extends SourcePosition {
  name: string;
}

/** What the syntax of a backend's files says. */
export interface BackendSyntax {
  variables: readonly VariableRead[];
  components: readonly ComponentUse[];
  references: readonly InsideReference[];
  /** Places that read a variable or name a function in a way that only run time knows. */
  unresolved: readonly (SourcePosition & { text: string })[];
  unparsed: readonly UnparsedSource[];
}

/** Reads which variables a backend's files read, and which functions they name through `internal` and `api`. Pure. */
export function readBackendSyntax(files: readonly BackendFile[]): BackendSyntax {
  const variables: VariableRead[] = [];
  const references: InsideReference[] = [];
  const components: ComponentUse[] = [];
  const unresolved: (SourcePosition & { text: string })[] = [];
  const unparsed: UnparsedSource[] = [];
  for (const file of files) {
    const source = parseSource(file.path, file.text);
    const at = (node: Node) => positionAt(file, node.start);
    if (source.failure) {
      unparsed.push({ ...positionAt(file, source.failure.offset), reason: source.failure.reason });
      continue;
    }
    const { program } = source.result;
    const roots = generatedNames(program);
    const open = (node: Node) =>
      unresolved.push({ ...at(node), text: file.text.slice(node.start, node.end).replace(/\s+/g, ' ').slice(0, 120) });
    const visit = (node: Node, parents: readonly Node[]): void => {
      if (isProcessEnvironment(node)) {
        const parent = parents.at(-1);
        const names = parent && variableNames(node, parent);
        if (names) for (const name of names) variables.push({ ...at(node), name, hasFallback: hasFallback(parents) });
        else open(parent ?? node);
      } else if (node.type === 'Identifier' && roots.has(node.name) && isValueUse(node, parents.at(-1))) {
        const chain = stepsAbove(node, parents);
        const [component] = chain.steps;
        if (roots.get(node.name) === 'components') {
          if (component === undefined) open(chain.top);
          else components.push({ ...at(chain.top), name: component });
        } else if (chain.isOpen || chain.steps.length < 2) open(chain.top);
        else references.push({ ...at(chain.top), path: functionPathOfSteps(chain.steps) });
      }
      for (const child of childrenOf(node)) visit(child, [...parents, node]);
    };
    for (const statement of program.body) if (statement.type !== 'ImportDeclaration') visit(statement, []);
  }
  return { variables, components, references, unresolved, unparsed };
}

/** The local names of `api`, `internal` and `components` of `_generated/api`. */
function generatedNames(program: { body: readonly Node[] }): Map<string, string> {
  const names = new Map<string, string>();
  for (const statement of program.body) {
    if (statement.type !== 'ImportDeclaration' || statement.importKind === 'type') continue;
    if (!/(^|\/)_generated\/api(\.[jt]s)?$/.test(statement.source.value)) continue;
    for (const each of statement.specifiers) {
      if (each.type !== 'ImportSpecifier' || each.importKind === 'type') continue;
      const imported = each.imported.type === 'Identifier' ? each.imported.name : each.imported.value;
      if (['api', 'internal', 'components'].includes(imported)) names.set(each.local.name, imported);
    }
  }
  return names;
}

function isProcessEnvironment(node: Node): boolean {
  if (node.type !== 'MemberExpression') return false;
  const { object } = node;
  const isProcess =
    (object.type === 'Identifier' && object.name === 'process') ||
    (object.type === 'MemberExpression' &&
      object.object.type === 'Identifier' &&
      object.object.name === 'globalThis' &&
      keyOfMember(object) === 'process');
  return isProcess && keyOfMember(node) === 'env';
}

/** Which variables are read of `process.env` where it stands; undefined where only run time tells. */
function variableNames(environment: Node, parent: Node): string[] | undefined {
  if (parent.type === 'MemberExpression' && parent.object === environment) {
    const name = keyOfMember(parent);
    return name === undefined ? undefined : [name];
  }
  if (parent.type !== 'VariableDeclarator' || parent.init !== environment || parent.id.type !== 'ObjectPattern')
    return undefined;
  const names = parent.id.properties.map((property) =>
    property.type === 'Property' && !property.computed && property.key.type === 'Identifier'
      ? property.key.name
      : undefined,
  );
  return names.every((name) => name !== undefined) ? (names as string[]) : undefined;
}

function hasFallback(parents: readonly Node[]): boolean {
  const [above, member] = [parents.at(-2), parents.at(-1)];
  return above?.type === 'LogicalExpression' && above.left === member && above.operator !== '&&';
}

function stepsAbove(root: Node, parents: readonly Node[]): { steps: string[]; top: Node; isOpen: boolean } {
  const steps: string[] = [];
  let top = root;
  for (const parent of parents.toReversed()) {
    if (parent.type !== 'MemberExpression' || parent.object !== top) break;
    const key = keyOfMember(parent);
    if (key === undefined) return { steps, top: parent, isOpen: true };
    steps.push(key);
    top = parent;
  }
  return { steps, top, isOpen: false };
}

/** A property's name where the source says it: `a.name`, `a['name']`. */
export function keyOfMember(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const { property } = node;
  if (!node.computed) return property.type === 'Identifier' ? property.name : undefined;
  if (property.type === 'Literal' && typeof property.value === 'string') return property.value;
  return property.type === 'TemplateLiteral' && property.expressions.length === 0
    ? (property.quasis[0]?.value.cooked ?? undefined)
    : undefined;
}

/** Whether an identifier is read here, and not the name of a property or of something declared. */
function isValueUse(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return true;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed;
  if (parent.type === 'Property') return parent.value === node;
  return parent.type !== 'ExportSpecifier';
}

function positionAt(file: BackendFile, offset: number): SourcePosition {
  const before = file.text.slice(0, offset).split('\n');
  return { file: file.path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
