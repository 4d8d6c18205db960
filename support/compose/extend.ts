import path from 'node:path';
import { isRemote } from './canonical-mounts.ts';
import { ComposeElsewhere, ComposeMistake } from './compose-mistake.ts';
import { below, entriesOf, type MapNode, map, mapEntries, type Node, textOf } from './located-tree.ts';
import { mergeServices, withoutTags } from './merge.ts';

/** Another file that `extends` names, in its long form. */
export type LoadFile = (file: string, at: Node) => MapNode;

interface Where {
  /** The absolute path of the file in which a service stands, and its tree. */
  file: string;
  tree: MapNode;
}

/**
 * Resolves `extends` in every service of a file. Source: Compose Specification, 05-services, "extends".
 * @throws ComposeMistake for a cycle, and for a service that is not there
 */
export function resolveExtends(tree: MapNode, file: string, load: LoadFile): MapNode {
  const services = below(tree, 'services');
  if (services?.kind !== 'map') return tree;
  const resolved = mapEntries(services, (service, name) => resolveOne({ file, tree }, name, service, load, []));
  return map(
    [...tree.entries].map(([key, value]) => [key, key === 'services' ? resolved : value] as const),
    tree,
  );
}

function resolveOne(where: Where, name: string, service: Node, load: LoadFile, chain: readonly string[]): Node {
  const extended = below(service, 'extends');
  if (service.kind !== 'map' || !extended) return service;
  const link = `${where.file}\n${name}`;
  if (chain.includes(link)) {
    const names = [...chain.slice(chain.indexOf(link)), link].map((each) => each.split('\n')[1]);
    throw new ComposeMistake(extended.at, `\`extends\` goes in a circle: ${names.join(' → ')}.`);
  }

  const base = textOf(below(extended, 'service'));
  const written = textOf(below(extended, 'file'));
  if (base === undefined) throw new ComposeMistake(extended.at, '`extends` names a service.');
  const there = written === undefined ? where : other(where, written, extended, load);
  const found = entriesOf(below(there.tree, 'services')).find(([each]) => each === base)?.[1];
  if (found?.kind !== 'map')
    throw new ComposeMistake(
      extended.at,
      `\`extends\` names the service ${base}, and ${written ?? 'this file'} has none.`,
    );

  const own = map(
    [...service.entries].filter(([key]) => key !== 'extends'),
    service,
  );
  const above = resolveOne(there, base, found, load, [...chain, link]);
  return mergeServices(withoutTags(above) as MapNode, own);
}

function other(where: Where, written: string, at: Node, load: LoadFile): Where {
  if (isRemote(written)) throw new ComposeElsewhere(at.at, written);
  const file = path.resolve(path.dirname(where.file), written);
  return file === where.file ? where : { file, tree: load(file, at) };
}
