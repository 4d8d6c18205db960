import type { Node } from 'oxc-parser';
import { withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-scopes.ts';

/** A longer chain of constants is not one that a bundler leaves. */
const mostDepth = 8;

/**
 * The text that an expression of texts and constants comes to: `${folder}/list`, `"sites/"+name`; undefined where only run time knows it.
 * @param ask receives the names of the constants, whose declarations have to be in the part of the script that is parsed
 */
export function constantText(
  expression: Node,
  scopes: ModuleScopes,
  ask: (name: string) => void = () => undefined,
  depth = 0,
): string | undefined {
  const node = withoutWrappers(expression);
  const of = (child: Node) => constantText(child, scopes, ask, depth + 1);
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' ? String(node.value) : undefined;
    case 'TemplateLiteral':
      return joined(
        node.quasis.flatMap(({ value }, at) => [
          value.cooked ?? undefined,
          ...node.expressions.slice(at, at + 1).map(of),
        ]),
      );
    case 'BinaryExpression':
      return node.operator === '+' ? joined([of(node.left as Node), of(node.right)]) : undefined;
    case 'Identifier': {
      ask(node.name);
      const init = depth < mostDepth ? initOf(node, scopes) : undefined;
      return init && of(init);
    }
    default:
      return undefined;
  }
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join('');
}

/** What a name is declared as, where nothing assigns to it again. */
function initOf(name: Node, scopes: ModuleScopes): Node | undefined {
  const binding = scopes.bindingOf(name);
  if (binding?.declaration.kind !== 'variable') return undefined;
  const { id, init } = binding.declaration.declarator;
  const isConstant = id.type === 'Identifier' && !binding.occurrences.some(isWritten);
  return isConstant ? (init ?? undefined) : undefined;
}

function isWritten(node: Node): boolean {
  const { parent } = node;
  return (parent?.type === 'AssignmentExpression' && parent.left === node) || parent?.type === 'UpdateExpression';
}
