import type { Node } from 'oxc-parser';
import { canonicalFunctionPath, functionPathOfSteps } from '../function-path.ts';
import { keyOfMember, literalText } from '../syntax/expressions.ts';
import type { Binding, ModuleScopes } from '../syntax/module-scopes.ts';
import { enclosingFunction, type FunctionNode } from '../syntax/syntax.ts';
import { functionBinding } from './api-factory.ts';
import type { BundleValue } from './bundle-findings.ts';
import { type KnownExports, memberOf, takenBy, unknownName } from './bundle-members.ts';
import { isRead } from './bundle-syntax.ts';
import type { CollectedFindings } from './collected-findings.ts';
import { constantText } from './constant-text.ts';
import { exportedRecord, isFilling } from './exported-records.ts';
import { exportInList, exportInObject, type RuntimeExport } from './runtime-exports.ts';

/** Nodes that look at a value but do not pass it on. */
const tests = new Set(['ExpressionStatement', 'UnaryExpression', 'BinaryExpression', 'IfStatement']);

/** Follows values through one built script, from where they come in to where they are named, passed on or exported. */
export class BundleFlow {
  readonly #scopes: ModuleScopes;
  readonly #exports: KnownExports;
  readonly #findings: CollectedFindings;
  readonly #followed: Set<Binding>;
  readonly #ask: (name: string) => void;
  readonly #seen = new Map<Binding, Set<string>>();

  /**
   * @param followed receives the names that values are followed under
   * @param ask receives the names of constants that were looked up
   */
  constructor(
    scopes: ModuleScopes,
    exports: KnownExports,
    findings: CollectedFindings,
    followed: Set<Binding>,
    ask: (name: string) => void,
  ) {
    this.#scopes = scopes;
    this.#exports = exports;
    this.#findings = findings;
    this.#followed = followed;
    this.#ask = ask;
  }

  /** A value is bound to a name: it is exported under it, and followed from every place where the name is read. */
  bind(binding: Binding, value: BundleValue): void {
    const seen = this.#seen.get(binding) ?? new Set<string>();
    this.#seen.set(binding, seen);
    this.#followed.add(binding);
    const key = JSON.stringify(value);
    if (seen.has(key)) return;

    seen.add(key);
    for (const exported of binding.exportedAs) this.#findings.addExport(exported, value);
    for (const node of binding.occurrences) if (isRead(node)) this.climb(node, value);
  }

  /** Follows a value from an expression to wherever the node around the expression takes it. */
  climb(node: Node, value: BundleValue): void {
    const { parent } = node;
    if (!parent || tests.has(parent.type)) return;
    if (isOperand(parent)) {
      if (isValueOf(parent, node)) this.climb(parent, value);
      return;
    }
    switch (parent.type) {
      case 'MemberExpression':
        if (parent.object === node) this.#takeMember(parent, value);
        else this.#end(node, value);
        return;
      case 'VariableDeclarator':
      case 'AssignmentExpression':
      case 'AssignmentPattern':
        this.#assigned(parent, node, value);
        return;
      case 'CallExpression':
        if (parent.callee === node) this.#called(parent, value);
        else if (value.is !== 'record' || !isFilling(parent, node)) this.#end(node, value);
        return;
      case 'ArrowFunctionExpression':
        if (parent.body === node) this.#returned(parent, value);
        return;
      case 'ReturnStatement':
        this.#returned(enclosingFunction(parent), value);
        return;
      case 'ArrayExpression':
        this.#export(exportInList(parent, node), node, value);
        return;
      case 'Property':
        this.#property(parent, node, value);
        return;
      default:
        this.#end(node, value);
    }
  }

  /** A function is `makeFunctionReference`: its name is followed, or a module runtime exports it. */
  followMaker(own: FunctionNode): void {
    const binding = functionBinding(this.#scopes, own);
    if (binding) this.bind(binding, { is: 'maker' });
    else this.climb(own, { is: 'maker' });
  }

  /** A reference is made from the path that is written at `path`. */
  make(at: Node, path: Node | undefined): void {
    const text = path && constantText(path, this.#scopes, this.#ask);
    if (text === undefined) this.#findings.leaveOpen(at, unknownName);
    else this.#findings.addReference(at, canonicalFunctionPath(text));
  }

  #property(property: Extract<Node, { type: 'Property' }>, node: Node, value: BundleValue): void {
    const exported = property.value === node ? exportInObject(property) : undefined;
    const record = exported ? undefined : exportedRecord(property, this.#scopes);
    if (record) this.bind(record.binding, { is: 'record', name: record.name, value });
    else this.#export(exported, node, value);
  }

  #takeMember(member: Extract<Node, { type: 'MemberExpression' }>, value: BundleValue): void {
    const isNamed = value.is !== 'api' || !member.computed;
    const key = isNamed ? keyOfMember(member) : constantText(member.property, this.#scopes, this.#ask);
    const next = memberOf(value, key, this.#exports);
    if (next === 'unknown') this.#findings.leaveOpen(member, unknownName);
    else if (next) this.climb(member, next);
  }

  #assigned(
    parent: Extract<Node, { type: 'VariableDeclarator' | 'AssignmentExpression' | 'AssignmentPattern' }>,
    node: Node,
    value: BundleValue,
  ): void {
    if (parent.type === 'VariableDeclarator') {
      if (parent.init === node) this.#assign(parent.id, value);
    } else if (parent.right === node) {
      this.#assign(parent.left as Node, value);
      if (parent.type === 'AssignmentExpression') this.climb(parent, value);
    }
  }

  #assign(target: Node, value: BundleValue): void {
    if (target.type === 'MemberExpression') this.#end(target, value);
    for (const taken of takenBy(target, value, this.#exports)) {
      if ('openAt' in taken) {
        this.#findings.leaveOpen(taken.openAt, taken.reason);
        continue;
      }
      const binding = this.#scopes.bindingOf(taken.into);
      if (binding) this.bind(binding, taken.value);
    }
  }

  #called(call: Extract<Node, { type: 'CallExpression' }>, value: BundleValue): void {
    if (value.is !== 'maker') return;
    const [path] = call.arguments;
    // `typeof e === 'string' ? make(e) : e`: Convex's own clients take a path as text too. Their callers are found elsewhere.
    const isOfClient = call.parent?.type === 'ConditionalExpression' && literalText(path) === undefined;
    if (!isOfClient) this.make(call, path);
  }

  /**
   * A function returns a value: as the getter of a module runtime's export, as an item of a list of them, or to its own callers. A function
   * that it returns is named here, also where nothing calls it.
   */
  #returned(own: FunctionNode | undefined, value: BundleValue): void {
    if (own === undefined) return;
    const { parent } = own;
    if (parent?.type === 'ArrayExpression' || parent?.type === 'Property') {
      this.climb(own, value);
      return;
    }
    const binding = functionBinding(this.#scopes, own);
    if (value.is === 'api' && value.steps.length < 2 && binding !== undefined) this.#toCallers(binding, value);
    else this.#end(own, value);
  }

  #toCallers(binding: Binding, value: BundleValue): void {
    this.#followed.add(binding);
    for (const node of binding.occurrences) {
      const call = node.parent;
      if (call?.type === 'CallExpression' && call.callee === node) this.climb(call, value);
      else if (isRead(node)) this.#end(node, value);
    }
  }

  /** A value is in a list or an object, which may be what a module runtime is told to export. */
  #export(exported: RuntimeExport | undefined, node: Node, value: BundleValue): void {
    if (exported) this.#findings.addRuntimeExport(exported.moduleId, exported.name, value);
    // A function that is exported is named here, also where no script of the site imports it.
    if (!exported || (value.is === 'api' && value.steps.length >= 2)) this.#end(node, value);
  }

  /** A value is passed on: it is a function's reference, or a part of `api` that cannot be followed from here. */
  #end(node: Node, value: BundleValue): void {
    if (value.is === 'record') this.#end(node, value.value);
    if (value.is !== 'api') return;
    const { steps } = value;
    if (steps.length >= 2) this.#findings.addReference(node, functionPathOfSteps(steps));
    else this.#findings.leaveOpen(node, `${['api', ...steps].join('.')} is passed on as a whole`);
  }
}

/** Whether a node's value may be that of an expression in it. */
function isOperand(parent: Node): boolean {
  return /^(?:Chain|TSNonNull|Await|Sequence|Conditional|Logical)Expression$/.test(parent.type);
}

/** Whether the value of `node` may be that of the operand's whole. */
function isValueOf(parent: Node, node: Node): boolean {
  if (parent.type === 'SequenceExpression') return parent.expressions.at(-1) === node;
  if (parent.type === 'ConditionalExpression') return parent.test !== node;
  return parent.type !== 'LogicalExpression' || parent.right === node || parent.operator !== '&&';
}
