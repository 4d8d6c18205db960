import type { Node } from 'oxc-parser';
import { keyOfMember, withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-names.ts';
import { childrenOf } from '../syntax/syntax.ts';
import { outcomeWithout } from './absent-value.ts';
import { isSameExpression } from './same-expression.ts';
import { guardsOf } from './value-guards.ts';

/** The other variables that are set wherever `place` is reached: `if (process.env.URL) connect(process.env.KEY)` reads `KEY` with `URL`. */
export function neededWith(place: Node, name: string, scopes: ModuleScopes): string[] {
  const names = guardsOf(place).flatMap(({ test, outcome }) =>
    variablesIn(test, scopes).flatMap(({ node, variable }) => {
      const without = outcomeWithout(test, (each) => isSameExpression(node, each, scopes));
      return without !== undefined && without !== outcome ? [variable] : [];
    }),
  );
  return [...new Set(names)].filter((each) => each !== name).sort();
}

function variablesIn(written: Node, scopes: ModuleScopes): { node: Node; variable: string }[] {
  const node = withoutWrappers(written);
  const variable = variableOf(node, scopes);
  if (variable !== undefined) return [{ node, variable }];
  return childrenOf(node).flatMap((child) => variablesIn(child, scopes));
}

/** `process.env.KEY`, `env.KEY`, or a constant that is one. */
function variableOf(node: Node, scopes: ModuleScopes): string | undefined {
  if (node.type === 'MemberExpression') {
    const { object } = node;
    const isEnvironment = object.type === 'Identifier' ? object.name === 'env' : keyOfMember(object) === 'env';
    return isEnvironment ? keyOfMember(node) : undefined;
  }
  const declaration = node.type === 'Identifier' ? scopes.bindingOf(node)?.declaration : undefined;
  const init = declaration?.kind === 'variable' ? declaration.declarator.init : undefined;
  const isMember = init && withoutWrappers(init).type === 'MemberExpression';
  return isMember ? variableOf(withoutWrappers(init), scopes) : undefined;
}
