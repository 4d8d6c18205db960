import type { Node } from 'oxc-parser';
import { constantText } from '../bundle/constant-text.ts';
import { calleeName, keyOf, keyOfMember, literalText, withoutWrappers } from '../syntax/expressions.ts';
import type { Binding, ModuleScopes } from '../syntax/module-names.ts';
import { childrenOf, type FunctionNode, isFunctionNode, parametersOf } from '../syntax/syntax.ts';
import { isConstant } from './absent-value.ts';
import { isAnswerAbout } from './converted-value.ts';
import { definitionOf, variablesOfApp } from './declared-variables.ts';
import { makesReader, namedByPackages } from './environment-packages.ts';
import { fails, failsWithout } from './failing-branches.ts';
import { isFilledIn, NeededValues, outermost } from './needed-value.ts';
import { neededWith } from './needed-with.ts';
import { mayBeAbsentFromValidation, validatedVariables, variablesOfCreateEnv } from './validated-environment.ts';
import { isUnreachable } from './value-guards.ts';

/** A variable that is read, where, and whether the source does without it. */
export interface EnvironmentRead {
  node: Node;
  name: string;
  hasFallback: boolean;
  /** Other variables that are set wherever this one is read. */
  onlyWith: readonly string[];
}

/** A function that reads the variable its caller names: `requireEnv('KEY')`. */
export interface EnvironmentReader {
  name: string;
  /** Which of its parameters names the variable. */
  index: number;
  /** Whether its body does without the variable. */
  hasFallback: boolean;
  /** Its fallback is a constant of its own, whatever the caller passes, or it only says whether the variable has a certain value. */
  hasOwnFallback: boolean;
  node: Node;
}

/** What one module reads of its environment. */
export interface EnvironmentReads {
  reads: readonly EnvironmentRead[];
  readers: readonly EnvironmentReader[];
  /** Reads of a variable that only run time knows. */
  open: readonly Node[];
  /** Calls that pass the environment to a function of another file. */
  handed: readonly HandedEnvironment[];
  /** Follows the environment into a function of this module that a call of another one passes it to. */
  followParameter(of: FunctionNode, index: number): void;
}

/** A call that passes the environment as an argument to what it imports. */
export interface HandedEnvironment {
  node: Node;
  source: string;
  imported: string;
  index: number;
}

/**
 * Follows `process.env`, and the `env` that Convex generates, through the names of one module: members, destructuring, further names, parameters
 * and their defaults, functions that take a variable's name, and the objects that say which variables a parser (zod, t3-env, envalid) takes out
 * of it.
 */
export function readEnvironment(scopes: ModuleScopes): EnvironmentReads {
  const walk = new EnvironmentWalk(scopes);
  walk.visit(scopes.program);
  walk.readImports();
  walk.readPackages();
  walk.settleFilled();
  return walk;
}

/** The variables that calls of `readers` name, and the calls that do not say which. Readers are known by their names in every module. Pure. */
export function callsOfReaders(
  scopes: ModuleScopes,
  readers: ReadonlyMap<string, EnvironmentReader>,
): Pick<EnvironmentReads, 'reads' | 'open'> {
  const needed = new NeededValues(scopes);
  const reads: EnvironmentRead[] = [];
  const open: Node[] = [];
  const visit = (node: Node): void => {
    const reader = node.type === 'CallExpression' ? readers.get(calleeName(node) ?? '') : undefined;
    if (reader !== undefined && node.type === 'CallExpression') {
      const given = node.arguments[reader.index] as Node | undefined;
      const name = given && constantText(given, scopes);
      const isGiven = reader.hasOwnFallback || node.arguments.length > reader.index + 1;
      const hasSpare = reader.hasFallback && isGiven;
      if (name === undefined) open.push(node);
      else
        reads.push({
          node,
          name,
          hasFallback: hasSpare || !needed.isNeeded(node),
          onlyWith: neededWith(node, name, scopes),
        });
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(scopes.program);
  return { reads, open };
}

class EnvironmentWalk implements EnvironmentReads {
  readonly reads: EnvironmentRead[] = [];
  readonly readers: EnvironmentReader[] = [];
  readonly open: Node[] = [];
  readonly handed: HandedEnvironment[] = [];
  readonly #scopes: ModuleScopes;
  readonly #needed: NeededValues;
  readonly #followed = new Set<Binding>();

  constructor(scopes: ModuleScopes) {
    this.#scopes = scopes;
    this.#needed = new NeededValues(scopes);
  }

  visit(node: Node): void {
    if (isProcessEnvironment(node)) this.#readUse(node);
    else if (node.type === 'VariableDeclarator' && node.init && isNamedProcess(node.init)) this.#readEnvOf(node.id);
    else if (node.type === 'CallExpression')
      for (const { name, isOptional } of [
        ...variablesOfApp(node, this.#scopes),
        ...variablesOfCreateEnv(node, this.#scopes),
      ])
        this.#add(node, name, isOptional);
    for (const child of childrenOf(node)) this.visit(child);
  }

  /** `process.env.KEY ??= 'x'`: every read of it in the module has that to fall back on. */
  settleFilled(): void {
    const filled = new Set(this.reads.filter(({ node }) => isFilledIn(node)).map(({ name }) => name));
    for (const [index, read] of this.reads.entries())
      if (filled.has(read.name)) this.reads[index] = { ...read, hasFallback: true };
  }

  /** What env-var and Effect read under a name. */
  readPackages(): void {
    for (const { node, name, mayBeAbsent } of namedByPackages(this.#scopes)) {
      if (name === undefined) this.open.push(node);
      else this.#add(node, name, mayBeAbsent === 'always' || (mayBeAbsent !== 'never' && !this.#needed.isNeeded(node)));
    }
  }

  /** `import { env } from './_generated/server'`, `import { env } from 'node:process'`. */
  readImports(): void {
    for (const { source, imported, binding } of this.#scopes.imports) {
      if (imported !== 'env' || !/(^|\/)_generated\/server(\.[jt]s)?$|^(?:node:)?process$/.test(source)) continue;
      for (const each of binding.occurrences) if (each.parent?.type !== 'ImportSpecifier') this.#readUse(each);
    }
    for (const { source, imported, binding } of this.#scopes.imports)
      if (/^(?:node:)?process$/.test(source) && (imported === '*' || imported === 'default'))
        for (const each of binding.occurrences) this.#readProcess(each);
  }

  /** `proc.env`, where the module of Node.js has another name. */
  #readProcess(node: Node): void {
    const { parent } = node;
    if (parent?.type === 'MemberExpression' && parent.object === node && keyOfMember(parent) === 'env') {
      if (!isProcessEnvironment(parent)) this.#readUse(parent);
    } else if (parent?.type === 'VariableDeclarator' && parent.init === node && !isNamedProcess(node))
      this.#readEnvOf(parent.id);
  }

  /** `const { env } = process` */
  #readEnvOf(pattern: Node): void {
    if (pattern.type !== 'ObjectPattern') return;
    for (const property of pattern.properties as readonly Node[])
      if (property.type === 'Property' && keyOf(property.key) === 'env') this.#readNamed(property.value as Node);
  }

  followParameter(of: FunctionNode, index: number): void {
    const parameter = parametersOf(of)[index];
    if (parameter === undefined || parameter.type === 'RestElement') return;
    this.#readNamed(parameter.type === 'AssignmentPattern' ? parameter.left : parameter);
  }

  #add(node: Node, name: string, hasFallback: boolean): void {
    const isDoneWithout = hasFallback || isUnreachable(node, this.#scopes);
    this.reads.push({ node, name, hasFallback: isDoneWithout, onlyWith: neededWith(node, name, this.#scopes) });
  }

  /** Another name for the environment. */
  #follow(name: Node): void {
    const binding = this.#scopes.bindingOf(name);
    if (binding === undefined || this.#followed.has(binding)) return;
    this.#followed.add(binding);
    for (const each of binding.occurrences) if (each !== name) this.#readUse(each);
  }

  #readUse(environment: Node): void {
    const node = outermost(environment);
    const { parent } = node;
    if (parent?.type === 'MemberExpression' && parent.object === node) this.#readMember(parent);
    else if (parent?.type === 'VariableDeclarator' && parent.init === node) this.#readNamed(parent.id);
    else if (parent?.type === 'AssignmentPattern' && parent.right === node) this.#readNamed(parent.left);
    else if (isChoiceOf(node)) this.#readUse(parent as Node);
    else if (parent?.type === 'BinaryExpression' && parent.operator === 'in') this.#readQuestion(parent);
    else this.#readArgument(node);
  }

  #readMember(member: Extract<Node, { type: 'MemberExpression' }>): void {
    if (isWritten(member)) return;
    const hasFallback = mayBeAbsentFromValidation(outermost(member), this.#scopes) ?? !this.#needed.isNeeded(member);
    const declaration = member.computed ? this.#scopes.bindingOf(member.property)?.declaration : undefined;
    const name = keyOfMember(member) ?? constantText(member.property, this.#scopes);
    const reader = declaration?.kind === 'parameter' ? nameOfFunction(declaration.of) : undefined;
    const listed = name === undefined && member.computed ? namesOfLoop(member.property, this.#scopes) : [];
    const isAsked = listed.length > 0 && asksAboutList(member.property, this.#scopes);
    for (const each of listed) this.#add(member, each, hasFallback && !isAsked);
    if (listed.length > 0) return;
    if (name !== undefined) this.#add(member, name, hasFallback);
    else if (declaration?.kind === 'parameter' && reader !== undefined)
      this.readers.push({
        name: reader,
        index: declaration.index,
        hasFallback,
        hasOwnFallback: hasFallback && (isFollowedByConstant(member) || isAnswerAbout(member, this.#scopes)),
        node: member,
      });
    else this.open.push(member);
  }

  /** The name or the pattern that the environment is given to. */
  #readNamed(pattern: Node): void {
    if (pattern.type === 'Identifier') this.#follow(pattern);
    else if (pattern.type !== 'ObjectPattern') this.open.push(pattern.parent ?? pattern);
    else for (const property of pattern.properties as readonly Node[]) this.#readTaken(property);
  }

  /** One entry of `const { KEY, OTHER = 'x', ...rest } = process.env`. */
  #readTaken(property: Node): void {
    if (property.type === 'RestElement') this.#follow(property.argument as Node);
    else if (property.type === 'Property') {
      const name = property.computed ? undefined : keyOf(property.key);
      const value = property.value as Node;
      const hasFallback = value.type === 'AssignmentPattern' || !this.#needed.isNeededUnder(value);
      if (name === undefined) this.open.push(property);
      else this.#add(property, name, hasFallback);
    }
  }

  /** `'KEY' in process.env`. */
  #readQuestion(question: Extract<Node, { type: 'BinaryExpression' }>): void {
    const name = literalText(question.left as Node);
    if (name === undefined) this.open.push(question);
    else this.#add(question, name, !failsWithout(question, (node) => node === question, this.#scopes));
  }

  #readArgument(environment: Node): void {
    const declared = validatedVariables(environment, this.#scopes);
    for (const { name, isOptional } of declared) this.#add(environment, name, isOptional);
    const question = environment.parent;
    if (question?.type === 'CallExpression' && /^(?:hasOwn|has)$/.test(calleeName(question) ?? '')) {
      const name = literalText(question.arguments[1] as Node | undefined);
      if (name !== undefined) {
        this.#add(question, name, !failsWithout(question, (node) => node === question, this.#scopes));
        return;
      }
    }
    if (makesReader(environment.parent, this.#scopes)) return;
    if (declared.length === 0 && !this.#readCalled(environment)) this.open.push(environment.parent ?? environment);
  }

  /** @returns whether a function of the team's own takes the environment as an argument */
  #readCalled(node: Node): boolean {
    const { parent: call } = node;
    if (call?.type !== 'CallExpression' || call.callee === node) return false;
    const index = (call.arguments as Node[]).indexOf(node);
    const declaration = this.#scopes.bindingOf(withoutWrappers(call.callee))?.declaration;
    if (declaration?.kind === 'import' && /^[.@~#]/.test(declaration.source)) {
      this.handed.push({ node: call, source: declaration.source, imported: declaration.imported, index });
      return true;
    }
    const own = declaration?.kind === 'variable' ? declaration.declarator.init : undefined;
    const called = declaration?.kind === 'function' ? declaration.node : own;
    if (!called || !isFunctionNode(called)) return false;
    this.followParameter(called, index);
    return true;
  }
}

/** The texts that a loop goes through: `for (const name of ['A', 'B'])`, `names.forEach((name) => …)`. Empty if one of them is not known. */
function namesOfLoop(name: Node, scopes: ModuleScopes): string[] {
  const declaration = scopes.bindingOf(name)?.declaration;
  const list = listOf(declaration, scopes);
  const texts = list?.type === 'ArrayExpression' ? list.elements.map((each) => literalText(each ?? undefined)) : [];
  return texts.includes(undefined) ? [] : (texts as string[]);
}

function listOf(declaration: Binding['declaration'] | undefined, scopes: ModuleScopes): Node | undefined {
  if (declaration?.kind === 'variable') {
    const loop = declaration.declarator.parent?.parent;
    return loop?.type === 'ForOfStatement' ? withoutWrappers(definitionOf(loop.right, scopes)) : undefined;
  }
  if (declaration?.kind !== 'parameter' || declaration.index !== 0) return undefined;
  const call = (declaration.of as Node).parent;
  const callee = call?.type === 'CallExpression' ? call.callee : undefined;
  const method = callee?.type === 'MemberExpression' ? keyOfMember(callee) : undefined;
  const isEach = /^(?:forEach|map)$/.test(method ?? '') || (call && isQuestionThatFails(call, scopes));
  return isEach && callee?.type === 'MemberExpression'
    ? withoutWrappers(definitionOf(callee.object, scopes))
    : undefined;
}

/** Whether a loop over names is a question that ends in an error: `if (names.some((name) => !process.env[name])) throw …`. */
function asksAboutList(name: Node, scopes: ModuleScopes): boolean {
  const declaration = scopes.bindingOf(name)?.declaration;
  const call = declaration?.kind === 'parameter' ? (declaration.of as Node).parent : undefined;
  return call?.type === 'CallExpression' && isQuestionThatFails(call, scopes);
}

/** The same where the answer has a name first: `const missing = names.filter(…); if (missing.length > 0) throw …`. */
function isQuestionThatFails(call: Node, scopes: ModuleScopes): boolean {
  if (call.type !== 'CallExpression' || !/^(?:filter|every|some|find)$/.test(keyOfMember(call.callee) ?? ''))
    return false;
  const { parent } = outermost(call);
  const named = parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id : undefined;
  const answers = named ? (scopes.bindingOf(named)?.occurrences ?? []) : [call];
  return answers.some((each) => isInFailingTest(each, scopes));
}

function isInFailingTest(node: Node, scopes: ModuleScopes): boolean {
  for (let at = node; at.parent && !isFunctionNode(at); at = at.parent)
    if (at.parent.type === 'IfStatement') return at.parent.test === at && fails(at.parent.consequent, scopes);
  return false;
}

function isNamedProcess(node: Node): boolean {
  return node.type === 'Identifier' && node.name === 'process';
}

/** `process.env`, `globalThis.process.env`. */
function isProcessEnvironment(node: Node): boolean {
  if (node.type !== 'MemberExpression' || keyOfMember(node) !== 'env') return false;
  const object = withoutWrappers(node.object);
  if (object.type === 'Identifier') return object.name === 'process';
  if (object.type !== 'MemberExpression' || keyOfMember(object) !== 'process') return false;
  const root = withoutWrappers(object.object);
  return root.type === 'Identifier' && /^(?:globalThis|global|self)$/.test(root.name);
}

/** `given.env ?? process.env`, `isTest ? {} : process.env`. */
function isChoiceOf(node: Node): boolean {
  const { parent } = node;
  return parent?.type === 'LogicalExpression' || (parent?.type === 'ConditionalExpression' && parent.test !== node);
}

/** `process.env[name] ?? ''`, in a function that takes the name. */
function isFollowedByConstant(member: Node): boolean {
  const node = outermost(member);
  const { parent } = node;
  return parent?.type === 'LogicalExpression' && parent.left === node && isConstant(parent.right);
}

/** `process.env.KEY = 'x'`, `delete process.env.KEY`. */
function isWritten(member: Node): boolean {
  const { parent } = member;
  if (parent?.type === 'UnaryExpression') return parent.operator === 'delete';
  return parent?.type === 'AssignmentExpression' && parent.left === member && parent.operator === '=';
}

/** `function requireEnv(name)`, `const requireEnv = (name) => …`. */
function nameOfFunction(node: FunctionNode): string | undefined {
  if (node.type !== 'ArrowFunctionExpression' && node.id) return node.id.name;
  const { parent } = node as Node;
  return parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id.name : undefined;
}
