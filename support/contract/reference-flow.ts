import type { Node } from 'oxc-parser';
import { type CallNode, ConvexCalls } from './convex-calls.ts';
import type { ConvexExport } from './convex-exports.ts';
import { givesBack, iterations, rearrangements, tests, transparent } from './flow-tables.ts';
import {
  createToken,
  each,
  enter,
  type FunctionCalls,
  leave,
  type ReferenceSite,
  returned,
  type Token,
  unwrap,
  wrap,
} from './flow-token.ts';
import { canonicalFunctionPath } from './function-path.ts';
import type { Binding } from './module-scopes.ts';
import { ask, ReferenceSites } from './reference-sites.ts';
import { type SourceModule, type SourceModules, textOf } from './source-modules.ts';
import { calleeName, keyOf, type StaticValues } from './static-value.ts';
import { commonJsExport, enclosingClass, enclosingFunction, type FunctionNode, parametersOf } from './syntax.ts';

/** A call of something of Convex whose first argument has to be a function reference. */
export interface ConvexCall {
  module: SourceModule;
  node: CallNode;
  of: ConvexExport;
}

/** What the flow of values through a tree has brought to light. */
export interface ReferenceFlow {
  sites: Iterable<ReferenceSite>;
  calls: readonly ConvexCall[];
  unresolved: readonly { module: SourceModule; node: Node; reason: string }[];
  /** Whether a reference, or part of `api`, arrives at this expression. */
  isReached(node: Node): boolean;
  /** All calls of a function that the tree holds. */
  callsOf(module: SourceModule, node: FunctionNode): FunctionCalls;
}

const mostMoves = 4_000_000;
/**
 * Follows `api`, Convex's hooks and clients and made references from where a tree imports them, through names, properties, functions and
 * modules, to where they are called or handed on. Each value carries the written place that named it, so a reference is reported where it is
 * written and with the kind that is asked of it where it arrives.
 */
export function followReferences(modules: SourceModules, values: StaticValues): ReferenceFlow {
  return new Follower(modules, values).follow();
}

class Follower implements ReferenceFlow {
  readonly calls: ConvexCall[] = [];
  private readonly modules: SourceModules;
  private readonly values: StaticValues;
  private readonly found: ReferenceSites;
  private readonly seen = new Map<object, Set<string>>();
  private readonly reached = new Set<Node>();
  private readonly work: (() => void)[] = [];
  private readonly convexCalls: ConvexCalls;
  private readonly functionCalls = new Map<FunctionNode, FunctionCalls>();
  private moves = 0;

  constructor(modules: SourceModules, values: StaticValues) {
    this.modules = modules;
    this.values = values;
    this.found = new ReferenceSites(values);
    this.convexCalls = new ConvexCalls(this.found);
  }

  get sites(): Iterable<ReferenceSite> {
    return this.found.all;
  }

  get unresolved(): ReferenceFlow['unresolved'] {
    return this.found.unresolved;
  }

  isReached(node: Node): boolean {
    return this.reached.has(node);
  }

  follow(): ReferenceFlow {
    for (const module of this.modules.origins) this.begin(module);
    this.run();
    for (const { call, module, index, token } of this.convexCalls.judge())
      this.handOn(module, call.arguments[index] as Node, token, `${textOf(module, call.callee)}()`);
    return this;
  }

  callsOf(module: SourceModule, node: FunctionNode): FunctionCalls {
    const known = this.functionCalls.get(node);
    if (known !== undefined) return known;
    const calls: FunctionCalls = { calls: new Set(), isHandedOn: false };
    this.functionCalls.set(node, calls);
    this.leaveFunction(module, node, createToken({ kind: 'function', node, calls }));
    this.run();
    return calls;
  }

  private run(): void {
    for (let next = this.work.pop(); next !== undefined; next = this.work.pop()) next();
  }

  private isNew(at: object, token: Token): boolean {
    const keys = this.seen.get(at) ?? new Set<string>();
    this.seen.set(at, keys);
    if (keys.has(token.key)) return false;
    if (++this.moves > mostMoves) {
      throw new Error(
        `expected the values of this tree to settle within ${mostMoves} moves, they did not; give a narrower \`include\``,
      );
    }
    keys.add(token.key);
    return true;
  }

  /** Puts a module's imports from Convex and from the generated api on their way, whether imported, passed on or asked for at run time. */
  private begin(module: SourceModule): void {
    for (const { source, imported, binding } of module.scopes.imports) {
      for (const token of this.found.importedTokens(module, source, imported, undefined))
        this.toBinding(module, binding, token);
    }
    for (const { source, node } of module.scopes.requests) {
      for (const token of this.found.importedTokens(module, source, '*', node)) this.at(module, node, token);
    }
    for (const { source, imported, exported } of module.scopes.passedOn) {
      for (const token of this.found.importedTokens(module, source, imported, undefined)) {
        if (exported !== '*') this.toExport(module, exported, token);
        else if (token.wraps[0] !== undefined) this.toExport(module, token.wraps[0], unwrap(token));
      }
    }
  }

  private toBinding(module: SourceModule, binding: Binding, token: Token): void {
    if (!this.isNew(binding, token)) return;
    for (const occurrence of binding.occurrences) this.at(module, occurrence, token);
    for (const exported of binding.exportedAs) this.toExport(module, exported, token);
  }

  /** Hands a module's export to every module that imports it. */
  private toExport(module: SourceModule, exported: string, token: Token): void {
    if (!this.isNew(module.scopes, createToken(token.atom, [exported, ...token.wraps], token.entries))) return;
    for (const path of this.modules.importersOf(module.path)) {
      const importer = this.modules.load(path);
      if (importer === undefined) continue;
      const leadsHere = (source: string) => {
        const target = importer.target(source);
        return target.to === 'files' && target.files.includes(module.path);
      };
      for (const { source, imported, binding } of importer.scopes.imports) {
        if (!leadsHere(source)) continue;
        if (imported === exported) this.toBinding(importer, binding, token);
        else if (imported === '*') this.toBinding(importer, binding, wrap(token, exported) ?? token);
      }
      for (const { source, node } of importer.scopes.requests) {
        if (leadsHere(source)) this.at(importer, node, wrap(token, exported) ?? token);
      }
      for (const passed of importer.scopes.passedOn) {
        if (!leadsHere(passed.source)) continue;
        if (passed.imported === exported) this.toExport(importer, passed.exported, token);
        else if (passed.imported === '*' && passed.exported !== '*') {
          this.toExport(importer, passed.exported, wrap(token, exported) ?? token);
        } else if (passed.imported === '*' && exported !== 'default') this.toExport(importer, exported, token);
      }
    }
  }

  /** A value arrives at a pattern: a name, or names inside `{}` and `[]`. */
  private toPattern(module: SourceModule, pattern: Node, token: Token): void {
    switch (pattern.type) {
      case 'Identifier': {
        const binding = module.scopes.bindingOf(pattern);
        if (binding !== undefined) this.toBinding(module, binding, token);
        return;
      }
      case 'AssignmentPattern':
        this.toPattern(module, pattern.left, token);
        return;
      case 'TSParameterProperty': {
        const { parameter } = pattern;
        const name = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
        this.toPattern(module, name, token);
        if (name.type === 'Identifier') this.toMember(module, pattern, name.name, token);
        return;
      }
      case 'RestElement':
        this.toPattern(module, pattern.argument as Node, token);
        return;
      case 'ObjectPattern':
        for (const property of pattern.properties as readonly Node[]) {
          if (property.type !== 'Property') this.toPattern(module, property, token);
          else {
            const names = this.found.namesOf(module, property.key, property.computed);
            for (const taken of this.found.access(module, property, token, names)) {
              this.toPattern(module, property.value as Node, taken);
            }
          }
        }
        return;
      case 'ArrayPattern':
        pattern.elements.forEach((item, index) => {
          if (item === null) return;
          for (const taken of this.found.access(module, item, token, [String(index)]))
            this.toPattern(module, item, taken);
        });
        return;
      case 'MemberExpression': {
        const exported = commonJsExport(pattern);
        if (exported === '') {
          this.toExport(module, 'default', token);
          const name = token.wraps[0];
          if (name !== undefined) this.toExport(module, name, unwrap(token));
        } else if (exported !== undefined) this.toExport(module, exported, token);
        else if (pattern.object.type === 'ThisExpression') {
          this.toMember(module, pattern, keyOf(pattern.property) ?? '', token);
        } else this.handOn(module, pattern, token, 'a property');
        return;
      }
      default:
        this.handOn(module, pattern, token, 'an assignment');
    }
  }

  /** A value becomes a member of the instance that `this` is at `from`. */
  private toMember(module: SourceModule, from: Node, name: string, token: Token): void {
    const own = enclosingClass(from);
    const uses = own === undefined ? undefined : module.scopes.members.get(own)?.get(name);
    // A member that nothing in the class reads is read from outside, out of sight; a parameter property has its own name too.
    if (uses === undefined && from.type !== 'TSParameterProperty') this.handOn(module, from, token, 'a property');
    for (const use of uses ?? []) this.at(module, use, token);
  }

  /** A value arrives at an expression: schedules what its surroundings do with it. */
  private at(module: SourceModule, node: Node, token: Token): void {
    if (!this.isNew(node, token)) return;
    if (token.atom.kind === 'site') this.reached.add(node);
    this.work.push(() => this.move(module, node, token));
  }

  private move(module: SourceModule, node: Node, token: Token): void {
    const { parent } = node;
    if (parent === undefined || parent === null) return;
    if (transparent.has(parent.type)) {
      this.at(module, parent, token);
      return;
    }
    if (tests.has(parent.type)) return;
    switch (parent.type) {
      case 'ConditionalExpression':
        if (parent.test !== node) this.at(module, parent, token);
        return;
      case 'LogicalExpression':
        if (parent.right === node || parent.operator !== '&&') this.at(module, parent, token);
        return;
      case 'SequenceExpression':
        if (parent.expressions.at(-1) === node) this.at(module, parent, token);
        return;
      case 'AssignmentExpression':
        if (parent.left === node) return;
        this.toPattern(module, parent.left, token);
        this.at(module, parent, token);
        return;
      case 'AssignmentPattern': {
        if (parent.right !== node) return;
        // The default of a parameter property is also what the field holds.
        const whole = parent.parent?.type === 'TSParameterProperty' ? parent.parent : parent.left;
        this.toPattern(module, whole, token);
        return;
      }
      case 'VariableDeclarator':
        if (parent.init === node) this.toPattern(module, parent.id, token);
        return;
      case 'ForOfStatement': {
        if (parent.right !== node) return;
        const left = parent.left.type === 'VariableDeclaration' ? parent.left.declarations[0]?.id : parent.left;
        for (const item of this.found.access(module, node, token, undefined))
          this.toPattern(module, left as Node, item);
        return;
      }
      case 'MemberExpression':
        if (parent.object === node) this.step(module, parent, token);
        else this.handOn(module, node, token, 'a property name');
        return;
      case 'CallExpression':
      case 'NewExpression':
        if (parent.callee === node) this.called(module, parent, token);
        else this.toArgument(module, parent, (parent.arguments as Node[]).indexOf(node), token);
        return;
      case 'Property':
        this.intoObject(module, parent, node, token);
        return;
      case 'ArrayExpression': {
        const index = parent.elements.indexOf(node as (typeof parent.elements)[number]);
        const isAfterSpread = parent.elements.slice(0, index).some((item) => item?.type === 'SpreadElement');
        this.into(module, parent, token, isAfterSpread ? '*' : String(index));
        return;
      }
      case 'SpreadElement':
        if (parent.parent?.type === 'ObjectExpression' && token.wraps.length > 0) this.at(module, parent.parent, token);
        else if (parent.parent?.type === 'ArrayExpression' && token.wraps.length > 0) {
          this.into(module, parent.parent, unwrap(token), '*');
        } else this.handOn(module, node, token, 'a spread');
        return;
      case 'ArrowFunctionExpression':
        if (parent.body === node) this.leaveFunction(module, parent, token);
        return;
      case 'ReturnStatement': {
        const own = enclosingFunction(parent);
        if (own !== undefined) this.leaveFunction(module, own, token);
        return;
      }
      case 'ExportDefaultDeclaration':
        this.toExport(module, 'default', token);
        return;
      case 'ExportSpecifier':
      case 'JSXOpeningElement':
      case 'JSXMemberExpression':
      case 'ClassDeclaration':
      case 'ClassExpression':
        if (parent.type === 'JSXOpeningElement') this.noteHandedOnFunction(token);
        return;
      case 'TSExportAssignment':
        this.toExport(module, 'default', token);
        return;
      case 'PropertyDefinition':
        if (parent.value === node) this.toMember(module, parent, keyOf(parent.key) ?? '', token);
        return;
      case 'JSXExpressionContainer':
        this.toAttribute(module, parent, node, token);
        return;
      case 'JSXSpreadAttribute':
        this.toProps(module, parent.parent as Node, node, token);
        return;
      default:
        this.handOn(module, node, token, parent.type);
    }
  }

  private into(module: SourceModule, container: Node, token: Token, name: string): void {
    const wrapped = wrap(token, name);
    if (wrapped === undefined) this.handOn(module, container, token, 'a deep structure');
    else this.at(module, container, wrapped);
  }

  private intoObject(module: SourceModule, property: Node, node: Node, token: Token): void {
    const { parent } = property;
    if (property.type !== 'Property' || property.value !== node || parent?.type !== 'ObjectExpression') return;
    const names = this.found.namesOf(module, property.key, property.computed) ?? ['*'];
    for (const name of names) this.into(module, parent, token, name);
  }

  private step(module: SourceModule, member: Extract<Node, { type: 'MemberExpression' }>, token: Token): void {
    const names = this.found.namesOf(module, member.property, member.computed);
    const isCalled = member.parent?.type === 'CallExpression' && member.parent.callee === member;
    const name = names?.length === 1 ? (names[0] ?? '') : '';
    if (isCalled && (name === 'then' || name === 'finally')) {
      const handed = wrap(token, each);
      if (handed !== undefined) this.at(module, member, handed);
      return;
    }
    const [outer] = token.wraps;
    if (isCalled && outer !== undefined && (outer === '*' || /^\d+$/.test(outer))) {
      if (iterations.has(name)) {
        const handed = wrap(unwrap(token), each);
        if (handed !== undefined) this.at(module, member, handed);
      }
      if (rearrangements.has(name) || name === 'filter') {
        const kept = wrap(name === 'at' ? unwrap(token) : token, returned);
        if (kept !== undefined) this.at(module, member, kept);
      }
      if (name === 'find' || name === 'findLast') {
        const found = wrap(unwrap(token), returned);
        if (found !== undefined) this.at(module, member, found);
      }
      if (iterations.has(name) || rearrangements.has(name)) return;
    }
    for (const taken of this.found.access(module, member, token, names)) this.at(module, member, taken);
  }

  private called(module: SourceModule, call: CallNode, token: Token): void {
    const [outer] = token.wraps;
    if (outer === returned) this.at(module, call, unwrap(token));
    else if (outer === each) {
      const callback = call.arguments[0];
      if (callback === undefined || callback.type === 'SpreadElement') return;
      const functions = this.values.functionsOf({ module, node: callback });
      for (const found of functions) {
        const [parameter] = parametersOf(found.node);
        if (parameter !== undefined) this.toPattern(found.module, parameter, unwrap(token));
      }
      if (functions.length === 0) this.handOn(module, callback, unwrap(token), 'a callback');
    } else if (outer === undefined) this.calledAtom(module, call, token);
  }

  private calledAtom(module: SourceModule, call: CallNode, token: Token): void {
    const { atom } = token;
    if (atom.kind === 'function') atom.calls.calls.add({ module, node: call });
    if (atom.kind !== 'export') return;
    const { of } = atom;
    this.convexCalls.addCallee(call, of);
    if (of.role === 'client-class' || of.role === 'client-source')
      this.at(module, call, createToken({ kind: 'client' }));
    else if (of.role === 'call' || of.role === 'requests') this.calls.push({ module, node: call, of });
    else if (of.role === 'make-reference') this.makeReference(module, call);
    else if (of.role === 'identity') {
      for (const { index, token: given } of this.convexCalls.argumentsOf(call)) {
        if (index === 0) this.at(module, call, given);
      }
    }
  }

  private makeReference(module: SourceModule, call: CallNode): void {
    const argument = call.arguments[0];
    const paths = argument === undefined ? undefined : this.values.stringsOf({ module, node: argument });
    if (paths === undefined) {
      this.found.unresolved.push({ module, node: call, reason: 'the path is known only at run time' });
      return;
    }
    const declared = call.typeArguments?.params[0];
    const literal =
      declared?.type === 'TSLiteralType' && declared.literal.type === 'Literal' ? declared.literal.value : '';
    for (const path of paths) {
      const site = this.found.site(module, call, 'api', [], canonicalFunctionPath(path));
      if (literal === 'query' || literal === 'mutation' || literal === 'action') ask(site, `declared`, literal);
      this.at(module, call, createToken({ kind: 'site', site }));
    }
  }

  private toArgument(module: SourceModule, call: CallNode, index: number, token: Token): void {
    const functions = this.values.functionsOf({ module, node: call.callee });
    for (const found of functions) {
      const parameters = parametersOf(found.node);
      const last = parameters.at(-1);
      const entered = enter(token, { function: found.node, module, call });
      if (last?.type === 'RestElement' && index >= parameters.length - 1) {
        const item = wrap(entered, String(index - parameters.length + 1));
        if (item !== undefined) this.toPattern(found.module, last, item);
      } else {
        const parameter = parameters[index];
        if (parameter !== undefined) this.toPattern(found.module, parameter, entered);
      }
    }
    if (functions.length > 0) return;
    const name = calleeName(call) ?? '';
    const back = Object.hasOwn(givesBack, name) ? givesBack[name] : undefined;
    if (index === 0 && back !== undefined) {
      const given = back(token);
      if (given !== undefined) this.at(module, call, given);
      return;
    }
    // A hook's list of dependencies is compared, not called.
    if (index > 0 && /^use[A-Z]/.test(name) && /^\d+$/.test(token.wraps[0] ?? '')) return;
    this.convexCalls.addArgument(call, { module, index, token });
    const isIdentity = this.convexCalls.calleesOf(call).some((of) => of.role === 'identity');
    if (isIdentity && index === 0) this.at(module, call, token);
    this.noteHandedOnFunction(token);
  }

  /** A value leaves a function: to the call it came in by, or else to every call. */
  private leaveFunction(module: SourceModule, own: FunctionNode, token: Token): void {
    const isProbe = token.atom.kind === 'function' && token.wraps.length === 0 && token.atom.node === own;
    const entry = token.entries.at(-1);
    if (!isProbe && entry?.function === own) {
      this.at(entry.module, entry.call, leave(token));
      return;
    }
    const given = isProbe ? token : wrap(createToken(token.atom, token.wraps), returned);
    if (given === undefined) this.handOn(module, own, token, 'a deep structure');
    else if (own.type === 'FunctionDeclaration' && own.id !== null) this.toPattern(module, own.id, given);
    else if (own.parent?.type === 'MethodDefinition') this.handOn(module, own, token, 'a method');
    else this.at(module, own, given);
  }

  private toAttribute(module: SourceModule, container: Node, node: Node, token: Token): void {
    const attribute = container.parent;
    if (attribute?.type !== 'JSXAttribute' || attribute.name.type !== 'JSXIdentifier') {
      this.handOn(module, node, token, 'markup');
      return;
    }
    const wrapped = wrap(token, attribute.name.name);
    if (wrapped !== undefined) this.toProps(module, attribute.parent as Node, node, wrapped);
  }

  private toProps(module: SourceModule, element: Node, from: Node, token: Token): void {
    const name = element.type === 'JSXOpeningElement' ? element.name : undefined;
    const functions =
      name?.type === 'JSXIdentifier' && /^[A-Z_$]/.test(name.name)
        ? this.values.functionsOf({ module, node: name })
        : [];
    for (const found of functions) {
      const [parameter] = parametersOf(found.node);
      if (parameter !== undefined) {
        this.toPattern(found.module, parameter, enter(token, { function: found.node, module, call: element }));
      }
    }
    const shown = name === undefined ? 'markup' : `<${textOf(module, name)}>`;
    if (functions.length === 0) this.handOn(module, from, token, shown);
  }

  private noteHandedOnFunction(token: Token): void {
    if (token.atom.kind === 'function') token.atom.calls.isHandedOn = true;
  }

  private handOn(module: SourceModule, node: Node, token: Token, to: string): void {
    this.noteHandedOnFunction(token);
    if (token.atom.kind === 'site') token.atom.site.handedOn.push({ module, node, to });
  }
}
