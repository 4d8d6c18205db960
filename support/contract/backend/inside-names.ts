import type { Node } from 'oxc-parser';
import { canonicalFunctionPath } from '../function-path.ts';
import type { Binding, ModuleScopes } from '../syntax/module-names.ts';
import { calleeName, keyOf } from '../syntax/static-value.ts';
import { childrenOf, keyOfMember } from '../syntax/syntax.ts';

/** What one backend module names of the backend it belongs to. */
export interface InsideNames {
  references: readonly { node: Node; steps: readonly string[] }[];
  components: readonly { node: Node; name: string }[];
  /** Names of which only run time knows the rest. */
  open: readonly Node[];
}

/** Follows `api`, `internal` and `components` of `_generated/api` through the names of one module, and finds paths given to `makeFunctionReference`. Pure. */
export function readInsideNames(scopes: ModuleScopes): InsideNames {
  const references: { node: Node; steps: readonly string[] }[] = [];
  const components: { node: Node; name: string }[] = [];
  const open: Node[] = [];
  const followed = new Set<Binding>();

  const follow = (name: Node, steps: readonly string[]): void => {
    const binding = scopes.bindingOf(name);
    if (binding === undefined || followed.has(binding)) return;
    followed.add(binding);
    for (const each of binding.occurrences) if (each !== name) nameFunctions(each, steps);
  };

  /** Whether the name is a module on the way to a function. */
  const hasSteps = (name: Node): boolean =>
    scopes
      .bindingOf(name)
      ?.occurrences.some((each) => each.parent?.type === 'MemberExpression' && each.parent.object === each) === true;

  const nameFunctions = (name: Node, before: readonly string[]): void => {
    const chain = chainAbove(name, before);
    const { parent } = chain.top;
    if (chain.isOpen) open.push(chain.top);
    else if (parent?.type === 'VariableDeclarator' && parent.id.type === 'ObjectPattern')
      for (const property of parent.id.properties) {
        const key = property.type === 'Property' && !property.computed ? keyOf(property.key) : undefined;
        const value = property.type === 'Property' ? (property.value as Node) : undefined;
        if (key === undefined || value?.type !== 'Identifier') open.push(property);
        else follow(value, [...chain.steps, key]);
      }
    else if (
      parent?.type === 'VariableDeclarator' &&
      parent.id.type === 'Identifier' &&
      (chain.steps.length < 2 || hasSteps(parent.id))
    )
      follow(parent.id, chain.steps);
    else if (chain.steps.length >= 2) references.push({ node: chain.top, steps: chain.steps });
    else open.push(chain.top);
  };

  const nameComponents = (name: Node, before: readonly string[]): void => {
    const { top, steps } = chainAbove(name, before);
    const [component] = steps;
    if (component === undefined) open.push(top);
    else components.push({ node: top, name: component });
  };

  const nameModule = (name: Node): void => {
    const [root] = chainAbove(name, []).steps;
    const member = name.parent;
    if (member?.type !== 'MemberExpression') open.push(member ?? name);
    else if (root === 'components') nameComponents(member, []);
    else if (root === 'api' || root === 'internal') nameFunctions(member, []);
  };

  for (const { source, imported, binding } of scopes.imports) {
    if (!/(^|\/)_generated\/api(\.[jt]s)?$/.test(source)) continue;
    const uses = binding.occurrences.filter(({ parent }) => !/^Import|^Export/.test(parent?.type ?? ''));
    if (imported === '*') uses.forEach(nameModule);
    else if (imported === 'components') for (const each of uses) nameComponents(each, []);
    else if (imported === 'api' || imported === 'internal') for (const each of uses) nameFunctions(each, []);
  }
  const visit = (node: Node): void => {
    const path = node.type === 'CallExpression' && calleeName(node) === 'makeFunctionReference' && node.arguments[0];
    if (path && path.type === 'Literal' && typeof path.value === 'string')
      references.push({ node: path, steps: stepsOf(path.value) });
    for (const child of childrenOf(node)) visit(child);
  };
  visit(scopes.program);
  return { references, components, open };
}

function stepsOf(path: string): string[] {
  const [module = '', name = 'default'] = canonicalFunctionPath(path).split(':');
  return [...module.split('/'), name];
}

function chainAbove(root: Node, before: readonly string[]): { steps: string[]; top: Node; isOpen: boolean } {
  const steps = [...before];
  let top = root;
  for (;;) {
    const { parent } = top;
    if (parent?.type !== 'MemberExpression' || parent.object !== top) return { steps, top, isOpen: false };
    const key = keyOfMember(parent);
    if (key === undefined) return { steps, top: parent, isOpen: true };
    steps.push(key);
    top = parent;
  }
}
