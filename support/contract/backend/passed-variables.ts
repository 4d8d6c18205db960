import type { Node } from 'oxc-parser';
import { keyOf, keyOfMember, literalText, withoutWrappers } from '../syntax/expressions.ts';
import type { ModuleScopes } from '../syntax/module-scopes.ts';

/** What `use(component, { env })` passes for one variable of the component. */
export type PassedValue =
  /** A variable of what mounts the component: `app.env.KEY`, `process.env.KEY`. */
  | { kind: 'variable'; name: string }
  /** A text of its own. */
  | { kind: 'text' }
  | { kind: 'open' };

/** What is passed to a component that is mounted, by the name that the variable has there. */
export interface PassedVariables {
  known: ReadonlyMap<string, PassedValue>;
  /** Whether only run time knows what else is passed. */
  isOpen: boolean;
}

/** Source: npm convex, src/server/components/index.ts (`UseOptions`). Pure. */
export function passedVariables(env: Node | undefined, scopes: ModuleScopes): PassedVariables {
  const known = new Map<string, PassedValue>();
  if (env === undefined) return { known, isOpen: false };
  const object = definedAs(env, scopes);
  if (object.type !== 'ObjectExpression') return { known, isOpen: true };

  let isOpen = false;
  for (const part of object.properties as readonly Node[]) {
    if (part.type === 'SpreadElement') {
      const spread = passedVariables(part.argument, scopes);
      for (const [name, value] of spread.known) known.set(name, value);
      isOpen ||= spread.isOpen;
    } else if (part.type === 'Property') {
      const name = part.computed ? literalText(part.key) : keyOf(part.key);
      if (name === undefined) isOpen = true;
      else known.set(name, passedValue(part.value as Node, scopes));
    }
  }
  return { known, isOpen };
}

function passedValue(written: Node, scopes: ModuleScopes): PassedValue {
  const taken = variableTakenAs(withoutWrappers(written), scopes);
  if (taken !== undefined) return { kind: 'variable', name: taken };
  const node = definedAs(written, scopes);
  if (literalText(node) !== undefined) return { kind: 'text' };
  if (node.type === 'LogicalExpression' && node.operator !== '&&')
    return passedValue(node.right as Node, scopes).kind === 'text'
      ? { kind: 'text' }
      : passedValue(node.left as Node, scopes);
  const name = node.type === 'MemberExpression' && isEnvironment(node.object) ? keyOfMember(node) : undefined;
  return name === undefined ? { kind: 'open' } : { kind: 'variable', name };
}

/** `const { KEY: key } = app.env` */
function variableTakenAs(node: Node, scopes: ModuleScopes): string | undefined {
  const declaration = node.type === 'Identifier' ? scopes.bindingOf(node)?.declaration : undefined;
  const { id, init } = declaration?.kind === 'variable' ? declaration.declarator : {};
  if (node.type !== 'Identifier' || id?.type !== 'ObjectPattern' || !init || !isEnvironment(init)) return undefined;
  const property = (id.properties as readonly Node[]).find(
    (each) => each.type === 'Property' && each.value.type === 'Identifier' && each.value.name === node.name,
  );
  return property?.type === 'Property' && !property.computed ? keyOf(property.key) : undefined;
}

/** `app.env`, `component.env`, `process.env`. */
function isEnvironment(written: Node): boolean {
  const node = withoutWrappers(written);
  return node.type === 'MemberExpression' && keyOfMember(node) === 'env';
}

/** What a constant is declared as; the expression itself otherwise. */
function definedAs(written: Node, scopes: ModuleScopes): Node {
  const node = withoutWrappers(written);
  const declaration = node.type === 'Identifier' ? scopes.bindingOf(node)?.declaration : undefined;
  const { id, init } = declaration?.kind === 'variable' ? declaration.declarator : {};
  return id?.type === 'Identifier' && init ? withoutWrappers(init) : node;
}
