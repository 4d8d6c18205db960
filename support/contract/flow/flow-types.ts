import type { Node, Program } from 'oxc-parser';
import { convexModuleExports } from '../source/convex-exports.ts';
import type { SourceModule } from '../source/source-module.ts';
import { keyOf } from '../syntax/expressions.ts';
import { childrenOf } from '../syntax/syntax.ts';
import { toMember, toPattern } from './flow-patterns.ts';
import type { FlowState } from './flow-state.ts';
import { createToken, type Token, wrap } from './flow-token.ts';

/** Starts to follow what a module declares to be a client of Convex: parameters, variables and fields with the type of one. */
export function fromTypes(flow: FlowState, module: SourceModule): void {
  const types = clientTypes(module.scopes.program);
  if (types.size > 0) visitDeclarations(flow, module, module.scopes.program, types);
}

/** The names that a module has for the classes of clients, its own aliases among them. */
function clientTypes(program: Program): Set<string> {
  const types = new Set<string>();
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      const exports = convexModuleExports(statement.source.value) ?? {};
      for (const specifier of statement.specifiers) {
        const imported = specifier.type === 'ImportSpecifier' ? keyOf(specifier.imported as Node) : undefined;
        if (imported !== undefined && exports[imported]?.role === 'client-class') types.add(specifier.local.name);
      }
    } else if (statement.type === 'TSTypeAliasDeclaration' && isClientType(statement.typeAnnotation, types))
      types.add(statement.id.name);
  }
  return types;
}

function visitDeclarations(flow: FlowState, module: SourceModule, node: Node, types: ReadonlySet<string>): void {
  const annotation = 'typeAnnotation' in node ? (node.typeAnnotation as Node | null | undefined) : undefined;
  if (annotation?.type === 'TSTypeAnnotation')
    for (const token of tokensOf(annotation.typeAnnotation, types)) toDeclared(flow, module, node, token);
  for (const child of childrenOf(node)) visitDeclarations(flow, module, child, types);
}

function toDeclared(flow: FlowState, module: SourceModule, node: Node, token: Token): void {
  if (node.type === 'PropertyDefinition') toMember(flow, module, node, keyOf(node.key) ?? '', token);
  else if (node.type === 'Identifier' || node.type === 'ObjectPattern') {
    const field = node.parent?.type === 'AssignmentPattern' ? node.parent.parent : node.parent;
    toPattern(flow, module, field?.type === 'TSParameterProperty' ? field : node, token);
  }
}

/** A client, or an object with clients as properties. */
function tokensOf(type: Node, types: ReadonlySet<string>): Token[] {
  if (isClientType(type, types)) return [createToken({ kind: 'client' })];
  if (type.type !== 'TSTypeLiteral') return [];
  return type.members.flatMap((member) => {
    const name = member.type === 'TSPropertySignature' && !member.computed ? keyOf(member.key as Node) : undefined;
    const inner = member.type === 'TSPropertySignature' ? member.typeAnnotation?.typeAnnotation : undefined;
    if (name === undefined || !inner) return [];
    return tokensOf(inner, types).flatMap((token) => wrap(token, name) ?? []);
  });
}

function isClientType(type: Node, types: ReadonlySet<string>): boolean {
  if (type.type === 'TSUnionType') return type.types.some((each) => isClientType(each, types));
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && types.has(type.typeName.name);
}
