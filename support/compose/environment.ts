import { type EnvLine, parseEnvFile, readEnvFile } from './env-file.ts';
import type { ProjectVariables } from './interpolate.ts';
import { below, entriesOf, isTrue, itemsOf, type Node, type Place, textOf, type UsedVariable } from './located-tree.ts';

/** A variable of a container. */
export interface ContainerVariable {
  /** Undefined where it has a value that is not known here. */
  value: string | undefined;
  at: Place;
  /** Whose value it is, where the compose file only passes it on, or does not name it. */
  from?: string;
  /** Variables of the project that its value was made of. */
  used: readonly UsedVariable[];
}

/** What the containers of a service are given. */
export interface ContainerEnvironment {
  variables: ReadonlyMap<string, ContainerVariable>;
  /** Names that are passed on from the project, which has none: the container does not get them. */
  notPassed: ReadonlyMap<string, Place>;
  /** Env files that are required and not there: what is in them is not known. */
  unread: readonly { file: string; at: Place }[];
  /** Env files that may be missing, and are: another machine may have them. */
  missing: readonly { file: string; at: Place }[];
}

/**
 * The environment of a service's containers: the image's own, `env_file` in their order, then `environment`. A name without a value
 * takes the project's variable. Source: Compose Specification, 05-services, "environment", "env_file".
 * @param image what the Dockerfile of the service gives, where it was read
 */
export function containerEnvironment(
  service: Node,
  project: ProjectVariables,
  shown: (file: string) => string,
  image: ReadonlyMap<string, string | undefined> = new Map(),
): ContainerEnvironment {
  const { at: built } = below(service, 'build') ?? service;
  const ofImage = [...image].map(
    ([name, value]) => [name, { value, at: built, from: `ENV ${name} of its Dockerfile`, used: [] }] as const,
  );
  const variables = new Map<string, ContainerVariable>(ofImage);
  const notPassed = new Map<string, Place>();
  const unread: { file: string; at: Place }[] = [];
  const missing: { file: string; at: Place }[] = [];
  const pass = (name: string, at: Place) => {
    const own = project.get(name);
    variables.delete(name);
    if (own) variables.set(name, { value: own.value, at, from: own.from, used: [] });
    else notPassed.set(name, at);
  };

  for (const item of itemsOf(below(service, 'env_file'))) {
    const file = textOf(below(item, 'path')) ?? '';
    const lines = file.includes('${') ? undefined : linesOf(item, file, project, shown);
    if (lines === undefined)
      (isTrue(below(item, 'required')) ? unread : missing).push({ file: shown(file), at: item.at });
    for (const { name, value, at } of lines ?? [])
      if (value === undefined) pass(name, at);
      else variables.set(name, { value, at, used: [] });
  }
  const own = namedVariables(below(service, 'environment'), project);
  for (const [name, variable] of own.variables) variables.set(name, variable);
  for (const [name, at] of own.notPassed) pass(name, at);
  for (const name of variables.keys()) notPassed.delete(name);
  return { variables, notPassed, unread, missing };
}

/** A mapping of names to values: a name without one takes the project's variable, and is not passed where there is none. */
export function namedVariables(
  node: Node | undefined,
  project: ProjectVariables,
): Pick<ContainerEnvironment, 'variables' | 'notPassed'> {
  const variables = new Map<string, ContainerVariable>();
  const notPassed = new Map<string, Place>();
  for (const [name, entry] of entriesOf(node)) {
    const value = textOf(entry);
    const used = (entry.kind === 'scalar' ? entry.used : undefined) ?? [];
    const isKnown = !used.some(({ gave }) => gave === 'reference');
    const passed = project.get(name);
    if (value !== undefined) variables.set(name, { value: isKnown ? value : undefined, at: entry.at, used });
    else if (passed) variables.set(name, { value: passed.value, at: entry.at, from: passed.from, used: [] });
    else notPassed.set(name, entry.at);
  }
  return { variables, notPassed };
}

function linesOf(
  item: Node,
  file: string,
  project: ProjectVariables,
  shown: (file: string) => string,
): EnvLine[] | undefined {
  const text = readEnvFile(file);
  const isRaw = textOf(below(item, 'format')) === 'raw';
  return text === undefined ? undefined : parseEnvFile(text, shown(file), project, isRaw);
}
