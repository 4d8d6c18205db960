import { namesToMap, toList, toMap, toTexts } from './canonical-lists.ts';
import { canonicalMounts, hostPath } from './canonical-mounts.ts';
import { canonicalPorts } from './canonical-ports.ts';
import {
  below,
  entriesOf,
  isTrue,
  list,
  type MapNode,
  map,
  mapEntries,
  type Node,
  scalar,
  textOf,
} from './located-tree.ts';
import { shellWords } from './shell-words.ts';

/**
 * The long form of everything that has a short one, so that files can be merged by what they mean.
 * Source: Compose Specification, 05-services, 08-configs, 09-secrets.
 * @param directory where relative paths of this file start
 */
export function canonical(file: MapNode, directory: string): MapNode {
  return mapEntries(file, (section, name) => {
    if (section.kind !== 'map') return section;
    if (name === 'services')
      return mapEntries(section, (service) =>
        service.kind === 'map' ? canonicalService(service, directory) : service,
      );
    if (name === 'volumes' || name === 'networks') return mapEntries(section, canonicalResource);
    if (name === 'secrets' || name === 'configs')
      return mapEntries(section, (each) => withFile(canonicalResource(each), directory));
    return section;
  });
}

/** The long form of one service. */
export function canonicalService(service: MapNode, directory: string): MapNode {
  return mapEntries(service, (value, key) => {
    if (isNull(value)) return value;
    return fields[key]?.(value, directory) ?? value;
  });
}

type Change = (node: Node, directory: string) => Node;

const texts: Change = (node) => toTexts(toMap(node));

const fields: Readonly<Record<string, Change>> = {
  annotations: texts,
  build: canonicalBuild,
  command: words,
  configs: grants,
  depends_on: dependencies,
  dns: toList,
  dns_search: toList,
  entrypoint: words,
  env_file: canonicalEnvFiles,
  environment: texts,
  expose: (node) =>
    node.kind === 'list'
      ? list(
          node.items.map((item) => scalar(textOf(item) ?? '', item)),
          node,
        )
      : node,
  extends: (node) => (node.kind === 'scalar' ? map([['service', node]], node) : node),
  extra_hosts: (node) => toMap(node, ':'),
  healthcheck: canonicalHealth,
  label_file: toList,
  labels: texts,
  networks: (node) => namesToMap(node, (item) => scalar(null, item)),
  ports: canonicalPorts,
  secrets: grants,
  sysctls: texts,
  tmpfs: toList,
  volumes: canonicalMounts,
};

function canonicalBuild(node: Node, directory: string): Node {
  const build = node.kind === 'map' ? node : map([['context', node]], node);
  return mapEntries(build, (value, key) => {
    if (isNull(value)) return value;
    if (key === 'args' || key === 'labels' || key === 'additional_contexts') return texts(value, directory);
    if (key === 'ssh') return toMap(value);
    const written = key === 'context' ? textOf(value) : undefined;
    if (written === undefined || /^[a-z+]+:\/\/|^git@/.test(written)) return value;
    return scalar(hostPath(written, directory), value);
  });
}

function canonicalEnvFiles(node: Node, directory: string): Node {
  const all = toList(node);
  if (all.kind !== 'list') return all;
  return list(
    all.items.map((item) => {
      const file = item.kind === 'map' ? below(item, 'path') : item;
      const required = below(item, 'required');
      const format = below(item, 'format');
      return map(
        [
          ['path', scalar(hostPath(textOf(file) ?? '', directory), file ?? item)],
          ['required', scalar(required === undefined || isTrue(required), required ?? item)],
          ...(format ? [['format', format] as const] : []),
        ],
        item,
      );
    }),
    all,
  );
}

function canonicalHealth(node: Node): Node {
  if (node.kind !== 'map') return node;
  return mapEntries(node, (value, key) => {
    if (key !== 'test' || value.kind !== 'scalar' || value.value === null) return value;
    return list([scalar('CMD-SHELL', value), value], value);
  });
}

/** A dependency that says nothing else waits until its container runs. */
function dependencies(node: Node): Node {
  const all = namesToMap(node, (item) => map([['condition', scalar('service_started', item)]], item));
  if (all.kind !== 'map') return all;
  return mapEntries(all, (value) => {
    const entries = new Map(entriesOf(value));
    if (!entries.has('condition')) entries.set('condition', scalar('service_started', value));
    if (!entries.has('required')) entries.set('required', scalar(true, value));
    return map(entries, value);
  });
}

function grants(node: Node): Node {
  if (node.kind !== 'list') return node;
  return list(
    node.items.map((item) => (item.kind === 'scalar' ? map([['source', item]], item) : item)),
    node,
  );
}

function words(node: Node): Node {
  const text = textOf(node);
  if (text === undefined) return node;
  return list(
    shellWords(text, node.at).map((word) => scalar(word, node)),
    node,
  );
}

/** `external: { name: … }` is the old form of `name` beside `external: true`. */
function canonicalResource(node: Node): Node {
  const external = below(node, 'external');
  if (node.kind !== 'map' || external?.kind !== 'map') return node;
  const name = below(external, 'name');
  return map([...node.entries, ['external', scalar(true, external)], ...(name ? [['name', name] as const] : [])], node);
}

function withFile(node: Node, directory: string): Node {
  const file = below(node, 'file');
  const written = textOf(file);
  if (node.kind !== 'map' || !file || written === undefined) return node;
  return map([...node.entries, ['file', scalar(hostPath(written, directory), file)]], node);
}

function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null;
}
