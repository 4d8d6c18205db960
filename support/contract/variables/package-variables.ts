import type { Node } from 'oxc-parser';
import { calleeName, keyOfMember } from '../syntax/expressions.ts';
import { type ModuleScopes, resolveScopes } from '../syntax/module-scopes.ts';
import { parseSource } from '../syntax/parse-source.ts';
import { childrenOf, enclosingFunction } from '../syntax/syntax.ts';
import { callsOfReaders, type EnvironmentRead, readEnvironment } from './environment-reads.ts';
import { failsWithout } from './failing-branches.ts';
import { isSameExpression } from './same-expression.ts';

type CallExpression = Extract<Node, { type: 'CallExpression' }>;

/** A variable that a package reads which is part of the deployed bundle. */
export interface PackageRead {
  name: string;
  /** `@convex-dev/auth`. */
  package: string;
  /** Its file, from `node_modules`. */
  file: string;
  line: number;
  hasFallback: boolean;
  onlyWith: readonly string[];
}

export interface PackageVariables {
  reads: readonly PackageRead[];
  /** Packages that read a variable whose name only run time knows. */
  open: readonly string[];
}

/** Set by terminals, build machines and hosts, and read by packages that do without: Convex has none of them. */
const ofHosts =
  /^(?:NODE_|npm_|VERCEL|NETLIFY|AWS_|LAMBDA_|GITHUB_|GITLAB_|CF_|JEST_|VITEST|FORCE_COLOR|NO_COLOR|COLORTERM|TERM|CI$|DEBUG|HOME|PATH|PWD|TMPDIR|TEMP|TMP|USER|SHELL|EDITOR|LANG|TZ|HTTPS?_PROXY|NO_PROXY|HOSTNAME|PORT)/;

/**
 * Reads which variables the packages of a bundle read, as far as tree shaking has left them in it. esbuild writes the path of each file
 * before its code.
 * @param files the scripts of the bundle
 */
export function packageVariables(files: readonly { path: string; text: string }[]): PackageVariables {
  const reads: PackageRead[] = [];
  const open = new Set<string>();
  for (const { path, text } of files) {
    if (!text.includes('.env') || !/^\s*\/\/ .*node_modules\//m.test(text)) continue;
    const sections = sectionsOf(text);
    const { scopes, found } = readScript(path, text);
    for (const read of [...found.reads, ...callsOf(scopes, found)]) reads.push(...readIn(sections, text, read, scopes));
    for (const node of found.open) {
      const section = sectionAt(sections, node.start);
      if (section?.package !== undefined) open.add(section.package);
    }
  }
  return { reads, open: [...open].sort() };
}

/** What is left in a bundle of each file of the team's own, by its path from the functions folder: what no module uses is not pushed. */
export function keptTexts(files: readonly { text: string }[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { text } of files) {
    const sections = sectionsOf(text);
    for (const [index, { start, file, package: of }] of sections.entries())
      if (of === undefined) texts.set(file, (texts.get(file) ?? '') + text.slice(start, sections[index + 1]?.start));
  }
  return texts;
}

function readScript(path: string, text: string) {
  const scopes = resolveScopes(parseSource(path, text).result.program);
  return { scopes, found: readEnvironment(scopes) };
}

/** Calls of the functions that read the variable their caller names: by their binding, since short names are common in packages. */
function callsOf(scopes: ModuleScopes, { readers }: ReturnType<typeof readEnvironment>): readonly EnvironmentRead[] {
  const byName = new Map(readers.map((reader) => [reader.name, reader]));
  return callsOfReaders(scopes, byName).reads.filter(({ node }) => {
    const reader = isCallOfOwn(node, scopes) ? byName.get(calleeName(node) ?? '') : undefined;
    return reader !== undefined && !(isHandedOn(reader.node, scopes) && isHandedOn(node, scopes));
  });
}

/** `return process.env.KEY`, `config.key ??= process.env.KEY`: whether it is needed is up to who takes it from there. */
function isHandedOn(node: Node, scopes: ModuleScopes): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return true;
    case 'LogicalExpression':
      return isHandedOn(parent, scopes);
    case 'AssignmentExpression':
      return parent.right === node && parent.left.type === 'MemberExpression' && !failsFor(parent.left, scopes);
    case 'CallExpression':
      return parent.callee !== node && hasDefault(parent);
    default:
      return false;
  }
}

/** `toNumber(process.env.KEY) ?? 30`: the package has a value of its own. */
function hasDefault(node: Node): boolean {
  const { parent } = node;
  if (parent?.type !== 'LogicalExpression') return false;
  return parent.right === node ? hasDefault(parent) : parent.operator !== '&&';
}

function isSameOfThis(one: Node, other: Node): boolean {
  const [mine, theirs] = [one, other].map((node) =>
    node.type === 'MemberExpression' && node.object.type === 'ThisExpression' ? keyOfMember(node) : undefined,
  );
  return mine !== undefined && mine === theirs;
}

/** `this.key = process.env.KEY; if (!this.key) throw …`, in one function. */
function failsFor(member: Node, scopes: ModuleScopes): boolean {
  const isValue = (node: Node) => isSameOfThis(member, node) || isSameExpression(member, node, scopes);
  const visit = (node: Node): boolean =>
    (node !== member && isValue(node) && failsWithout(node, isValue)) || childrenOf(node).some(visit);
  return visit(enclosingFunction(member) ?? scopes.program);
}

function isCallOfOwn(node: Node, scopes: ModuleScopes): node is CallExpression {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return false;
  return scopes.bindingOf(node.callee) !== undefined;
}

function readIn(
  sections: readonly Section[],
  text: string,
  read: EnvironmentRead,
  scopes: ModuleScopes,
): PackageRead[] {
  const { node, name, hasFallback, onlyWith } = read;
  const section = sectionAt(sections, node.start);
  if (section?.package === undefined || !/^[A-Z][A-Z0-9_]*$/.test(name) || ofHosts.test(name)) return [];
  const line = text.slice(section.start, node.start).split('\n').length - 1;
  const isDoneWithout = hasFallback || (node.type === 'MemberExpression' && isHandedOn(node, scopes));
  return [{ name, package: section.package, file: section.file, line, hasFallback: isDoneWithout, onlyWith }];
}

/** The code of one file in a bundle. */
interface Section {
  start: number;
  file: string;
  /** Undefined for a file of the team's own. */
  package: string | undefined;
}

function sectionsOf(text: string): Section[] {
  return [...text.matchAll(/^\s*\/\/ ((?:\.\.?\/|[\w@.-]+\/)*[\w@.+()[\] -]+\.[cm]?[jt]sx?)$/gm)].map(
    ({ index, 1: file = '' }) => {
      const below = /(?:^|.*\/)node_modules\/(.+)$/.exec(file)?.[1];
      return { start: index, file: below ?? file, package: below && packageOf(below) };
    },
  );
}

function sectionAt(sections: readonly Section[], offset: number): Section | undefined {
  return sections.findLast(({ start }) => start <= offset);
}

function packageOf(file: string): string {
  return file
    .split('/')
    .slice(0, file.startsWith('@') ? 2 : 1)
    .join('/');
}
