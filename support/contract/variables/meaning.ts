import type { Node } from 'oxc-parser';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/syntax.ts';
import type { Resolve } from './absent-value.ts';

const mostResolved = 200;

/** What a constant is declared as, and what a function without parameters returns. */
export function meaning(scopes: ModuleScopes): Resolve {
  let resolved = 0;
  return (node) => {
    const name = node.type === 'CallExpression' && node.arguments.length === 0 ? node.callee : node;
    const declaration = name.type === 'Identifier' ? scopes.bindingOf(name)?.declaration : undefined;
    resolved += 1;
    if (declaration === undefined || resolved > mostResolved) return node;
    const { declarator } = declaration.kind === 'variable' ? declaration : {};
    const isConst = declarator?.parent?.type === 'VariableDeclaration' && declarator.parent.kind === 'const';
    const init = isConst && declarator?.id.type === 'Identifier' ? declarator.init : undefined;
    if (node.type !== 'CallExpression') return init && !isFunctionNode(init) ? init : node;
    const own = declaration.kind === 'function' ? declaration.node : init;
    return (own && isFunctionNode(own) && returnedBy(own)) || node;
  };
}

function returnedBy({ body }: FunctionNode): Node | undefined {
  if (body?.type !== 'BlockStatement') return (body as Node | null) ?? undefined;
  const [only] = body.body;
  return only?.type === 'ReturnStatement' ? (only.argument ?? undefined) : undefined;
}
