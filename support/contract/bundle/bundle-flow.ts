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
import { exportInList, exportInObject, type RuntimeExport } from './runtime-exports.ts';

/** Follows values through one built script, from where they come in to where they are named, handed on or given out. */
export class BundleFlow {
  readonly #scopes: ModuleScopes;
  readonly #exports: KnownExports;
  readonly #findings: CollectedFindings;
  readonly #followed: Set<Binding>;
  readonly #seen = new Map<Binding, Set<string>>();

  /** @param followed where the names that values are followed under are noted */
  constructor(scopes: ModuleScopes, exports: KnownExports, findings: CollectedFindings, followed: Set<Binding>) {
    this.#scopes = scopes;
    this.#exports = exports;
    this.#findings = findings;
    this.#followed = followed;
  }

  /** A name holds a value: it is exported with it, and followed from every place where it is read. */
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

  /** Follows a value from where it stands to what is done with it. */
  climb(node: Node, value: BundleValue): void {
    const { parent } = node;
    if (!parent) return;
    switch (parent.type) {
      case 'MemberExpression':
        if (parent.object === node) this.#takeMember(parent, value);
        else this.#end(node, value);
        return;
      case 'ChainExpression':
      case 'TSNonNullExpression':
      case 'AwaitExpression':
        this.climb(parent, value);
        return;
      case 'SequenceExpression':
        if (parent.expressions.at(-1) === node) this.climb(parent, value);
        return;
      case 'ConditionalExpression':
        if (parent.test !== node) this.climb(parent, value);
        return;
      case 'LogicalExpression':
        if (parent.right === node || parent.operator !== '&&') this.climb(parent, value);
        return;
      case 'VariableDeclarator':
        if (parent.init === node) this.#assign(parent.id, value);
        return;
      case 'AssignmentExpression':
        if (parent.right !== node) return;
        this.#assign(parent.left as Node, value);
        this.climb(parent, value);
        return;
      case 'AssignmentPattern':
        if (parent.right === node) this.#assign(parent.left, value);
        return;
      case 'CallExpression':
        if (parent.callee === node) this.#called(parent, value);
        else this.#end(node, value);
        return;
      case 'ArrowFunctionExpression':
        if (parent.body === node) this.#giveBack(parent, value);
        return;
      case 'ReturnStatement': {
        const own = enclosingFunction(parent);
        if (own) this.#giveBack(own, value);
        return;
      }
      case 'ArrayExpression':
        this.#listed(parent, node, value);
        return;
      case 'Property':
        this.#written(parent, node, value);
        return;
      case 'ExpressionStatement':
      case 'UnaryExpression':
      case 'BinaryExpression':
      case 'IfStatement':
        return;
      default:
        this.#end(node, value);
    }
  }

  #takeMember(member: Node, value: BundleValue): void {
    const next = memberOf(value, keyOfMember(member), this.#exports);
    if (next === 'unknown') this.#findings.leaveOpen(member, unknownName);
    else if (next) this.climb(member, next);
  }

  /** A name holds a function that is of Convex, or a module runtime gives the function out. */
  giveFunction(own: FunctionNode, value: BundleValue): void {
    const binding = functionBinding(this.#scopes, own);
    if (binding) this.bind(binding, value);
    else this.climb(own, value);
  }

  /** A reference is made of what is written at `path`. */
  make(at: Node, path: Node): void {
    const text = literalText(path);
    if (text === undefined) this.#findings.leaveOpen(at, unknownName);
    else this.#findings.addReference(at, canonicalFunctionPath(text));
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
    const text = literalText(call.arguments[0]);
    // Convex's own clients take a text in the place of a reference: who calls them is seen elsewhere.
    if (call.parent?.type === 'ConditionalExpression' && text === undefined) return;
    if (text === undefined) this.#findings.leaveOpen(call, unknownName);
    else this.#findings.addReference(call, canonicalFunctionPath(text));
  }

  /**
   * A function gives a value back: as the getter of a module runtime's export, as an item of a list of them, or to its own callers.
   * What it names stands in any case, whoever calls it.
   */
  #giveBack(own: FunctionNode, value: BundleValue): void {
    const { parent } = own;
    if (parent?.type === 'ArrayExpression' || parent?.type === 'Property') {
      this.climb(own, value);
      return;
    }
    const binding = functionBinding(this.#scopes, own);
    if (value.is !== 'api' || value.steps.length >= 2 || binding === undefined) {
      this.#end(own, value);
      return;
    }
    this.#followed.add(binding);
    for (const node of binding.occurrences) {
      const call = node.parent;
      if (call?.type === 'CallExpression' && call.callee === node) this.climb(call, value);
      else if (isRead(node)) this.#end(node, value);
    }
  }

  #listed(list: Extract<Node, { type: 'ArrayExpression' }>, node: Node, value: BundleValue): void {
    this.#giveOut(exportInList(list, node), node, value);
  }

  /** A value stands in an object: under the name of an export where a module runtime is given the object. */
  #written(property: Extract<Node, { type: 'Property' }>, node: Node, value: BundleValue): void {
    this.#giveOut(property.value === node ? exportInObject(property) : undefined, node, value);
  }

  #giveOut(out: RuntimeExport | undefined, node: Node, value: BundleValue): void {
    if (out) this.#findings.addRuntimeExport(out.moduleId, out.name, value);
    // A function that is given out is named here, also where nothing of the site takes it.
    if (!out || (value.is === 'api' && value.steps.length >= 2)) this.#end(node, value);
  }

  /** A value that is handed on: a function's reference, or a part of `api` that is out of sight from here on. */
  #end(node: Node, value: BundleValue): void {
    if (value.is !== 'api') return;
    const { steps } = value;
    if (steps.length >= 2) this.#findings.addReference(node, functionPathOfSteps(steps));
    else this.#findings.leaveOpen(node, `${['api', ...steps].join('.')} is handed on whole`);
  }
}
