import { relative, sep } from 'node:path';
import type { SourcePosition, UnresolvedReference } from '../function-reference.ts';
import type { VariableRead } from '../variables/backend-variables.ts';
import type { MountedComponent } from './mounted-components.ts';

/** A variable that a component needs. A component has none but those that are passed to it. */
export interface ComponentRead extends SourcePosition {
  /** Its name in the component. */
  name: string;
  component: string;
  /** Undefined where the component is part of the team's own tree. */
  package: string | undefined;
  /** The variable of the deployment that is passed to it; undefined where the component declares it and nothing is passed. */
  from: string | undefined;
  hasFallback: boolean;
  /** Other variables of the deployment that are set wherever this one is read. */
  onlyWith: readonly string[];
}

export interface ComponentVariables {
  reads: readonly ComponentRead[];
  /** What is passed, or needed, and known only at run time. */
  open: readonly UnresolvedReference[];
}

/**
 * The variables that components declare as required, and those that the team's own read, each under the name that the deployment has for it. What
 * a component reads and neither declares nor is passed is taken to be meant of the deployment.
 * @param directory absolute path of the functions folder, which files are named from
 * @param sources what the code of the team's own components reads, by the component's name; files from its folder
 */
export function componentVariables(
  directory: string,
  components: readonly MountedComponent[],
  sources: ReadonlyMap<string, readonly VariableRead[]>,
): ComponentVariables {
  const byName = new Map(components.map((each) => [each.name, each]));
  const parts = components.map((component) => variablesOf(component, { directory, byName, sources }));
  return { reads: parts.flatMap(({ reads }) => reads), open: parts.flatMap(({ open }) => open) };
}

interface Tree {
  directory: string;
  byName: ReadonlyMap<string, MountedComponent>;
  sources: ReadonlyMap<string, readonly VariableRead[]>;
}

function variablesOf(component: MountedComponent, tree: Tree): ComponentVariables {
  const { name: own, folder, from: module, mountedAt, declared } = component;
  const mounted = { ...mountedAt, file: fromFolder(tree.directory, mountedAt.file) };
  if (folder === undefined) {
    const reason = `${component.package ?? module} is not ${component.package ? 'installed' : 'there'}, so the variables that its component needs are not known`;
    return { reads: [], open: [{ ...mounted, text: module, reason }] };
  }

  const reads: ComponentRead[] = [];
  const open = new Map<string, UnresolvedReference>();
  const required = declared
    .filter(({ isOptional }) => !isOptional)
    .map(({ name }) => ({ ...mounted, name, onlyWith: [] }));
  const isDeclared = (name: string) => declared.some((each) => each.name === name);
  const written = (tree.sources.get(own) ?? [])
    .filter(({ hasFallback, name }) => !hasFallback && !isDeclared(name))
    .map(({ file, ...read }) => ({ ...read, file: fromFolder(tree.directory, `${folder}/${file}`) }));
  for (const { name, onlyWith, file, line, column } of [...required, ...written]) {
    const deployed = deployedName(component, name, tree.byName);
    if (deployed === 'open')
      open.set(name, {
        ...mounted,
        text: name,
        reason: `what is passed to the component ${own} as ${name} is known only at run time`,
      });
    else if (deployed !== 'text')
      reads.push({
        name,
        component: own,
        package: component.package,
        from: deployed.name ?? (isDeclared(name) ? undefined : name),
        hasFallback: false,
        onlyWith: onlyWith.flatMap((each) => {
          const other = deployedName(component, each, tree.byName);
          return typeof other === 'string' ? [] : [other.name ?? each];
        }),
        file,
        line,
        column,
      });
  }
  return { reads, open: [...open.values()] };
}

/** The variable of the deployment that reaches a component under a name, through all that mount it. */
function deployedName(
  component: MountedComponent,
  name: string,
  byName: Tree['byName'],
): { name: string | undefined } | 'text' | 'open' {
  const passed = component.passed.known.get(name);
  if (passed === undefined) return component.passed.isOpen ? 'open' : { name: undefined };
  if (passed.kind !== 'variable') return passed.kind;
  const above = byName.get(component.name.split('/').slice(0, -1).join('/'));
  return above === undefined ? { name: passed.name } : deployedName(above, passed.name, byName);
}

function fromFolder(directory: string, file: string): string {
  return relative(directory, file).split(sep).join('/');
}
