import type { Node, Program } from 'oxc-parser';
import type { Binding, Declaration, ModuleScopes, PassedOn } from './module-names.ts';
import {
  childrenOf,
  commonJsExport,
  enclosingClass,
  type FunctionNode,
  isValueNode,
  parametersOf,
  privateName,
} from './syntax.ts';

export type { Binding, Declaration, ModuleScopes, PassedOn } from './module-names.ts';

interface Scope {
  parent: Scope | undefined;
  names: Map<string, Binding>;
  /** Where `var` lands. */
  isFunction: boolean;
  parameters?: Scope;
}

/** Resolves every name of `program`, and sets `parent` on each of its nodes. */
export function resolveScopes(program: Program): ModuleScopes {
  return new ScopeBuilder().build(program);
}

class ScopeBuilder {
  private readonly bindings = new Map<Node, Binding>();
  private readonly pending: { name: string; node: Node; scope: Scope }[] = [];
  private readonly imports: { source: string; imported: string; binding: Binding }[] = [];
  private readonly requests: { source: string; node: Node }[] = [];
  private readonly passedOn: PassedOn[] = [];
  private readonly exports = new Map<string, Binding | Node>();
  private readonly exportedLocals: { exported: string; node: Node }[] = [];
  private readonly members = new Map<Node, Map<string, Node[]>>();

  build(program: Program): ModuleScopes {
    const scope: Scope = { parent: undefined, names: new Map(), isFunction: true };
    this.visitAll(program, scope);
    for (const { name, node, scope: from } of this.pending) {
      for (let at: Scope | undefined = from; at !== undefined; at = at.parent) {
        const binding = at.names.get(name);
        if (binding === undefined) continue;
        binding.occurrences.push(node);
        this.bindings.set(node, binding);
        break;
      }
    }
    for (const { exported, node } of this.exportedLocals) {
      const binding = this.bindings.get(node);
      if (binding !== undefined) this.export(exported, binding);
    }
    return {
      program,
      bindingOf: (node) => this.bindings.get(node),
      imports: this.imports,
      requests: this.requests,
      passedOn: this.passedOn,
      exports: this.exports,
      members: this.members,
    };
  }

  private export(exported: string, binding: Binding): void {
    this.exports.set(exported, binding);
    if (!binding.exportedAs.includes(exported)) binding.exportedAs.push(exported);
  }

  private declareName(node: Node, name: string, scope: Scope, declaration: Declaration, isVar = false): Binding {
    let into = scope;
    if (isVar) while (!into.isFunction && into.parent !== undefined) into = into.parent;
    // `var x` in a body whose parameter is `x` is that parameter.
    const known = into.names.get(name) ?? (isVar ? into.parameters?.names.get(name) : undefined);
    const binding = known ?? { name, declaration, occurrences: [], exportedAs: [] };
    if (known === undefined) into.names.set(name, binding);
    this.bindings.set(node, binding);
    return binding;
  }

  private visitAll(node: Node, scope: Scope): void {
    for (const child of childrenOf(node)) {
      setParent(child, node);
      this.visit(child, scope);
    }
  }

  private child(node: Node, parent: Node, scope: Scope): void {
    setParent(node, parent);
    this.visit(node, scope);
  }

  private visit(node: Node, scope: Scope): void {
    switch (node.type) {
      case 'Identifier':
      case 'JSXIdentifier':
        this.pending.push({ name: node.name, node, scope });
        return;
      case 'ImportDeclaration':
        this.visitImport(node, scope);
        return;
      case 'ExportAllDeclaration':
        if (node.exportKind !== 'type') {
          const exported = node.exported === null ? undefined : nameOf(node.exported);
          this.passedOn.push({ source: node.source.value, imported: '*', exported: exported ?? '*' });
        }
        return;
      case 'ExportNamedDeclaration':
        this.visitExport(node, scope);
        return;
      case 'ExportDefaultDeclaration':
        this.visitAll(node, scope);
        this.exportExpression('default', node.declaration as Node);
        return;
      case 'TSExportAssignment':
        this.visitAll(node, scope);
        this.exportExpression('default', node.expression);
        return;
      case 'TSImportEqualsDeclaration':
        this.visitImportEquals(node, scope);
        return;
      case 'VariableDeclaration':
        if ((node as { declare?: boolean }).declare === true) return;
        for (const declarator of node.declarations) {
          setParent(declarator, node);
          this.pattern(declarator.id, declarator, scope, { kind: 'variable', declarator }, node.kind === 'var');
          if (declarator.init !== null) this.child(declarator.init, declarator, scope);
        }
        return;
      case 'FunctionDeclaration':
        if (node.id !== null) {
          setParent(node.id, node);
          this.declareName(node.id, node.id.name, scope, { kind: 'function', node }, false);
        }
        this.visitFunction(node, scope);
        return;
      case 'FunctionExpression': {
        const own: Scope = { parent: scope, names: new Map(), isFunction: false };
        if (node.id !== null) this.declareName(node.id, node.id.name, own, { kind: 'function', node });
        this.visitFunction(node, own);
        return;
      }
      case 'ArrowFunctionExpression':
        this.visitFunction(node, scope);
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.visitClass(node, scope);
        return;
      case 'TSEnumDeclaration':
        setParent(node.id, node);
        this.declareName(node.id, node.id.name, scope, { kind: 'enum', node });
        for (const member of node.body.members) {
          setParent(member, node);
          if (member.initializer !== null) this.child(member.initializer, member, scope);
        }
        return;
      case 'TSModuleDeclaration': {
        if (node.declare || node.global) return;
        if (node.id.type === 'Identifier') this.declareName(node.id, node.id.name, scope, { kind: 'other' });
        if (node.body !== null) this.child(node.body, node, { parent: scope, names: new Map(), isFunction: true });
        return;
      }
      case 'BlockStatement':
      case 'StaticBlock':
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'SwitchStatement':
        this.visitAll(node, { parent: scope, names: new Map(), isFunction: node.type === 'StaticBlock' });
        return;
      case 'CatchClause': {
        const own: Scope = { parent: scope, names: new Map(), isFunction: false };
        if (node.param !== null) this.pattern(node.param, node, own, { kind: 'other' }, false);
        this.child(node.body, node, own);
        return;
      }
      case 'MemberExpression':
        this.child(node.object, node, scope);
        setParent(node.property, node);
        if (node.computed) this.visit(node.property, scope);
        if (node.object.type === 'ThisExpression') this.recordMember(node);
        return;
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition':
      case 'AccessorProperty':
        for (const decorator of 'decorators' in node ? (node.decorators ?? []) : []) this.child(decorator, node, scope);
        setParent(node.key, node);
        if (node.computed) this.visit(node.key, scope);
        if (node.value !== null) this.child(node.value as Node, node, scope);
        return;
      case 'LabeledStatement':
        this.child(node.body, node, scope);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
      case 'JSXClosingElement':
        return;
      case 'JSXOpeningElement':
        this.child(node.name, node, scope);
        for (const attribute of node.attributes) this.child(attribute, node, scope);
        return;
      case 'JSXMemberExpression':
        this.child(node.object, node, scope);
        return;
      case 'JSXAttribute':
        if (node.value !== null) this.child(node.value, node, scope);
        return;
      case 'JSXNamespacedName':
        return;
      case 'ImportExpression':
        this.recordRequest(node, node.source);
        this.visitAll(node, scope);
        return;
      case 'CallExpression':
        if (node.callee.type === 'Identifier' && node.callee.name === 'require')
          this.recordRequest(node, node.arguments[0]);
        this.visitAll(node, scope);
        return;
      case 'AssignmentExpression':
        this.visitAll(node, scope);
        this.recordCommonJs(node);
        return;
      default:
        this.visitAll(node, scope);
        return;
    }
  }

  private visitImport(node: Extract<Node, { type: 'ImportDeclaration' }>, scope: Scope): void {
    for (const specifier of node.specifiers) {
      setParent(specifier, node);
      setParent(specifier.local, specifier);
      const isType =
        node.importKind === 'type' || (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type');
      const imported =
        specifier.type === 'ImportSpecifier'
          ? nameOf(specifier.imported)
          : specifier.type === 'ImportDefaultSpecifier'
            ? 'default'
            : '*';
      const source = node.source.value;
      const declaration: Declaration = isType ? { kind: 'other' } : { kind: 'import', source, imported };
      const binding = this.declareName(specifier.local, specifier.local.name, scope, declaration);
      if (!isType) this.imports.push({ source, imported, binding });
    }
  }

  private visitImportEquals(node: Extract<Node, { type: 'TSImportEqualsDeclaration' }>, scope: Scope): void {
    const reference = node.moduleReference;
    if (reference.type !== 'TSExternalModuleReference' || node.importKind === 'type') {
      this.declareName(node.id, node.id.name, scope, { kind: 'other' });
      return;
    }
    const source = reference.expression.value;
    const binding = this.declareName(node.id, node.id.name, scope, { kind: 'import', source, imported: '*' });
    this.imports.push({ source, imported: '*', binding });
  }

  private visitExport(node: Extract<Node, { type: 'ExportNamedDeclaration' }>, scope: Scope): void {
    if (node.exportKind === 'type') return;
    if (node.declaration !== null) {
      if (isValueNode(node.declaration as Node)) {
        this.child(node.declaration as Node, node, scope);
        // A namespace exports to itself, not to the module.
        if (scope.parent === undefined) {
          for (const binding of this.declaredBy(node.declaration as Node)) this.export(binding.name, binding);
        }
      }
      return;
    }
    for (const specifier of node.specifiers) {
      if (specifier.exportKind === 'type') continue;
      const [local, exported] = [nameOf(specifier.local), nameOf(specifier.exported)];
      if (node.source !== null) this.passedOn.push({ source: node.source.value, imported: local, exported });
      else {
        setParent(specifier, node);
        this.child(specifier.local, specifier, scope);
        this.exportedLocals.push({ exported, node: specifier.local });
      }
    }
  }

  private exportExpression(exported: string, node: Node): void {
    const id = 'id' in node ? (node.id as Node | null) : null;
    if (node.type === 'Identifier') this.exportedLocals.push({ exported, node });
    const binding = id === null ? undefined : this.bindings.get(id);
    if (binding === undefined) this.exports.set(exported, node);
    else this.export(exported, binding);
  }

  private declaredBy(node: Node): Binding[] {
    const ids: Node[] = [];
    const collect = (pattern: Node): void => {
      if (pattern.type === 'Identifier') ids.push(pattern);
      else if (pattern.type === 'Property') collect(pattern.value as Node);
      else if (pattern.type === 'AssignmentPattern') collect(pattern.left);
      else if (pattern.type === 'RestElement') collect(pattern.argument as Node);
      else if (pattern.type === 'ObjectPattern') for (const property of pattern.properties) collect(property as Node);
      else if (pattern.type === 'ArrayPattern') for (const item of pattern.elements) if (item !== null) collect(item);
    };
    if (node.type === 'VariableDeclaration') for (const declarator of node.declarations) collect(declarator.id);
    else if ('id' in node && node.id !== null) collect(node.id as Node);
    return ids.map((id) => this.bindings.get(id)).filter((binding) => binding !== undefined);
  }

  private visitFunction(node: FunctionNode, scope: Scope): void {
    const parameters: Scope = { parent: scope, names: new Map(), isFunction: true };
    parametersOf(node).forEach((param, index) => {
      this.pattern(param, node, parameters, { kind: 'parameter', of: node, index }, false);
    });
    const { body } = node;
    if (body === null) return;
    setParent(body, node);
    if (body.type !== 'BlockStatement') {
      this.visit(body, parameters);
      return;
    }
    this.visitAll(body, { parent: parameters, names: new Map(), isFunction: true, parameters });
  }

  private visitClass(node: Extract<Node, { type: 'ClassDeclaration' | 'ClassExpression' }>, scope: Scope): void {
    const own: Scope = { parent: scope, names: new Map(), isFunction: false };
    if (node.id !== null) {
      setParent(node.id, node);
      this.declareName(node.id, node.id.name, node.type === 'ClassDeclaration' ? scope : own, { kind: 'class', node });
    }
    for (const decorator of node.decorators ?? []) this.child(decorator, node, scope);
    if (node.superClass !== null) this.child(node.superClass, node, scope);
    this.child(node.body, node, own);
  }

  private pattern(node: Node, parent: Node, scope: Scope, declaration: Declaration, isVar: boolean): void {
    setParent(node, parent);
    if (node.type === 'Identifier') this.declareName(node, node.name, scope, declaration, isVar);
    else if (node.type === 'AssignmentPattern') {
      this.pattern(node.left, node, scope, declaration, isVar);
      this.child(node.right, node, scope);
    } else if (node.type === 'RestElement') this.pattern(node.argument as Node, node, scope, declaration, isVar);
    else if (node.type === 'TSParameterProperty') this.pattern(node.parameter, node, scope, declaration, isVar);
    else if (node.type === 'ArrayPattern') {
      for (const item of node.elements) if (item !== null) this.pattern(item, node, scope, declaration, isVar);
    } else if (node.type === 'ObjectPattern') {
      for (const property of node.properties as readonly Node[]) {
        if (property.type !== 'Property') this.pattern(property, node, scope, declaration, isVar);
        else {
          setParent(property, node);
          setParent(property.key, property);
          if (property.computed) this.visit(property.key, scope);
          this.pattern(property.value as Node, property, scope, declaration, isVar);
        }
      }
    }
  }

  private recordRequest(node: Node, argument: Node | undefined): void {
    const isLiteral = argument?.type === 'Literal' && typeof argument.value === 'string';
    if (isLiteral) this.requests.push({ source: argument.value as string, node });
    else if (argument?.type === 'TemplateLiteral' && argument.quasis.length === 1) {
      this.requests.push({ source: argument.quasis[0]?.value.cooked ?? '', node });
    }
  }

  private recordCommonJs(node: Extract<Node, { type: 'AssignmentExpression' }>): void {
    const name = commonJsExport(node.left);
    if (name !== undefined) this.exports.set(name === '' ? 'default' : name, node.right);
  }

  private recordMember(node: Extract<Node, { type: 'MemberExpression' }>): void {
    const name =
      node.property.type === 'Identifier' && !node.computed ? node.property.name : privateName(node.property);
    const own = name === undefined ? undefined : enclosingClass(node);
    if (own === undefined || name === undefined) return;
    const names = this.members.get(own) ?? new Map<string, Node[]>();
    names.set(name, [...(names.get(name) ?? []), node]);
    this.members.set(own, names);
  }
}

function nameOf(node: { type: string; name?: string; value?: unknown }): string {
  return node.name ?? String(node.value);
}

function setParent(node: Node, parent: Node): void {
  (node as { parent?: Node }).parent = parent;
}
