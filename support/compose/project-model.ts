import { requireConsistency } from './consistency.ts';
import type { Dockerfile } from './dockerfile.ts';
import {
  type ContainerEnvironment,
  type ContainerVariable,
  containerEnvironment,
  namedVariables,
} from './environment.ts';
import type { LoadedProject } from './load-project.ts';
import { below, entriesOf, isTrue, itemsOf, type MapNode, type Node, type Place, textOf } from './located-tree.ts';

/** A text of the model. */
export interface LocatedText {
  text: string;
  /** Every variable in it has a value that is known. */
  isKnown: boolean;
  at: Place;
}

export interface PublishedPort {
  /** Undefined on every address. */
  hostIp: string | undefined;
  /** The first and the last; undefined where Docker takes a free one, or a variable's value is not known. */
  published: readonly [number, number] | undefined;
  isKnown: boolean;
  target: string;
  protocol: string;
  at: Place;
}

export interface Mount {
  type: string;
  source: string | undefined;
  target: string;
  readOnly: boolean;
  isKnown: boolean;
  /** The source is written relative to its file. */
  isRelative: boolean;
  at: Place;
}

/** One service of a project. */
export interface ComposeService {
  name: string;
  node: MapNode;
  at: Place;
  /** No profile of it is enabled, so that `up` leaves it out. */
  isLeftOut: boolean;
  image: LocatedText | undefined;
  ports: readonly PublishedPort[];
  mounts: readonly Mount[];
  environment: ContainerEnvironment;
  /** What the build of its image is given. */
  buildArguments: ReadonlyMap<string, ContainerVariable>;
  /** What it is built from, where the file was read. */
  dockerfile: Dockerfile | undefined;
  /** The folder that is built; undefined where it is not built. */
  buildContext: string | undefined;
}

/** A container, volume or network as the engine calls it. */
export interface NamedResource {
  kind: 'container' | 'volume' | 'network';
  name: string;
  isKnown: boolean;
  at: Place;
}

/** The compose files of one environment, resolved. */
export interface ComposeProject extends LoadedProject {
  services: readonly ComposeService[];
  resources: readonly NamedResource[];
  shown: (file: string) => string;
}

export interface ModelOptions {
  profiles: readonly string[];
  shown: (file: string) => string;
  /** @param args the arguments of the build */
  dockerfileOf: (service: MapNode, args: ReadonlyMap<string, string | undefined>) => Dockerfile | undefined;
}

/**
 * The services and the names of a loaded project.
 * @throws ComposeMistake where a service names something that the project does not have
 */
export function modelProject(loaded: LoadedProject, options: ModelOptions): ComposeProject {
  const { tree, variables, name } = loaded;
  const { shown, profiles, dockerfileOf } = options;
  const all = entriesOf(below(tree, 'services')).flatMap(([called, node]) =>
    node.kind === 'map' ? [[called, node] as const] : [],
  );
  const services = all.map(([called, node]): ComposeService => {
    const named = itemsOf(below(node, 'profiles')).flatMap((item) => textOf(item) ?? []);
    const buildArguments = namedVariables(below(node, 'build', 'args'), variables).variables;
    const args = new Map([...buildArguments].map(([arg, { value }]) => [arg, value]));
    const dockerfile = dockerfileOf(node, args);
    return {
      name: called,
      node,
      at: node.at,
      isLeftOut: named.length > 0 && !profiles.includes('*') && !named.some((each) => profiles.includes(each)),
      image: locatedText(below(node, 'image')),
      ports: itemsOf(below(node, 'ports')).map(portOf),
      mounts: mountsOf(node, new Map(all), tree),
      environment: containerEnvironment(node, variables, shown, dockerfile?.variables),
      buildArguments,
      dockerfile,
      buildContext: textOf(below(node, 'build', 'context')),
    };
  });
  const started = services.filter(({ isLeftOut }) => !isLeftOut);
  requireConsistency(tree, services);
  return { ...loaded, services, shown, resources: resourcesOf(tree, name, started) };
}

/** A scalar as a text with its place. */
export function locatedText(node: Node | undefined): LocatedText | undefined {
  const text = textOf(node);
  return text === undefined || !node ? undefined : { text, isKnown: isKnownText(text), at: node.at };
}

/** A variable whose value is not known stays in a text as `${NAME}`. */
function isKnownText(text: string): boolean {
  return !text.includes('${');
}

function portOf(node: Node): PublishedPort {
  const published = textOf(below(node, 'published'));
  const [first, last = first] = published?.split('-').map(Number) ?? [];
  const isRange = first !== undefined && last !== undefined && Number.isInteger(first) && Number.isInteger(last);
  const hostIp = textOf(below(node, 'host_ip'));
  const target = textOf(below(node, 'target')) ?? '';
  return {
    hostIp,
    published: isRange && first > 0 ? [first, last] : undefined,
    // A variable in the place of the whole port may name a published one too.
    isKnown: isKnownText(`${published}${hostIp}`) && (published !== undefined || isKnownText(target)),
    target,
    protocol: textOf(below(node, 'protocol')) ?? 'tcp',
    at: node.at,
  };
}

function mountsOf(service: MapNode, all: ReadonlyMap<string, MapNode>, tree: MapNode, depth = 0): Mount[] {
  const own = itemsOf(below(service, 'volumes')).map((node) => mountOf(node, tree));
  const from = itemsOf(below(service, 'volumes_from')).flatMap((item) => {
    const other = all.get(textOf(item)?.split(':')[0] ?? '');
    return other && depth < all.size ? mountsOf(other, all, tree, depth + 1) : [];
  });
  return [...own, ...from];
}

function mountOf(node: Node, tree: MapNode): Mount {
  const type = textOf(below(node, 'type')) ?? 'volume';
  const from = below(node, 'source');
  const source = textOf(from);
  const device = type === 'volume' && source !== undefined ? boundFolder(below(tree, 'volumes', source)) : undefined;
  return {
    type: device === undefined ? type : 'bind',
    source: device ?? source,
    target: textOf(below(node, 'target')) ?? '',
    readOnly: isTrue(below(node, 'read_only')),
    isKnown: isKnownText(`${device ?? source}`),
    isRelative: from?.kind === 'scalar' && from.isRelative === true,
    at: node.at,
  };
}

/** The folder of the host behind a volume of the driver `local`, which `o: bind` mounts. */
function boundFolder(volume: Node | undefined): string | undefined {
  const options = below(volume, 'driver_opts');
  return /(^|,)r?bind(,|$)/.test(textOf(below(options, 'o')) ?? '') ? textOf(below(options, 'device')) : undefined;
}

function resourcesOf(tree: MapNode, project: string, services: readonly ComposeService[]): NamedResource[] {
  const containers = services.map(({ name, node }) => {
    const own = below(node, 'container_name');
    return resource('container', textOf(own) ?? `${project}-${name}-1`, own ?? node);
  });
  const usesDefault = services.some(({ node }) => !below(node, 'networks') && !below(node, 'network_mode'));
  const networks = entriesOf(below(tree, 'networks'));
  const isDeclared = networks.some(([key]) => key === 'default');
  return [
    ...containers,
    ...entriesOf(below(tree, 'volumes')).map(([key, node]) => resource('volume', engineName(key, node, project), node)),
    ...networks.map(([key, node]) => resource('network', engineName(key, node, project), node)),
    ...(usesDefault && !isDeclared ? [resource('network', `${project}_default`, tree)] : []),
  ];
}

function engineName(key: string, node: Node, project: string): string {
  return textOf(below(node, 'name')) ?? (isTrue(below(node, 'external')) ? key : `${project}_${key}`);
}

function resource(kind: NamedResource['kind'], name: string, { at }: Node): NamedResource {
  return { kind, name, isKnown: isKnownText(name), at };
}
