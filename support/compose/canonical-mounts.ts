import path from 'node:path';
import { ComposeMistake } from './compose-mistake.ts';
import { below, list, map, type Node, scalar, textOf } from './located-tree.ts';

const windowsDrive = /^[A-Za-z]:[\\/]/;

/**
 * The long form of a service's `volumes`. Source: Compose Specification, 05-services, "volumes": a source that begins with
 * `.`, `/`, `~` or a drive is a path of the host, every other one is the name of a volume.
 * @param directory the project's, or the extended file's: relative paths start there
 */
export function canonicalMounts(node: Node, directory: string): Node {
  if (node.kind !== 'list') return node;
  return list(
    node.items.map((item) => (item.kind === 'map' ? longMount(item, directory) : shortMount(item, directory))),
    node,
  );
}

function shortMount(item: Node, directory: string): Node {
  const written = textOf(item) ?? '';
  const parts = splitMount(written);
  const [first = '', second, mode] = parts;
  if (parts.length > 3 || first === '')
    throw new ComposeMistake(item.at, `\`${written}\` is not a volume: \`[SOURCE:]TARGET[:MODE]\`.`);
  if (second === undefined)
    return map(
      [
        ['type', scalar('volume', item)],
        ['target', scalar(first, item)],
      ],
      item,
    );

  const isPath = /^[./~]/.test(first) || windowsDrive.test(first);
  const modes = (mode ?? '').split(',');
  return map(
    [
      ['type', scalar(isPath ? 'bind' : 'volume', item)],
      ['source', isPath ? hostSource(first, directory, item) : scalar(first, item)],
      ['target', scalar(second, item)],
      ...(modes.includes('ro') ? [['read_only', scalar(true, item)] as const] : []),
      ...(isPath ? [['bind', map([['create_host_path', scalar(true, item)]], item)] as const] : []),
      ...(!isPath && modes.includes('nocopy')
        ? [['volume', map([['nocopy', scalar(true, item)]], item)] as const]
        : []),
    ],
    item,
  );
}

function longMount(item: Node, directory: string): Node {
  const source = below(item, 'source');
  const written = textOf(source);
  if (item.kind !== 'map' || source === undefined || written === undefined || textOf(below(item, 'type')) !== 'bind')
    return item;
  return map([...item.entries, ['source', hostSource(written, directory, source)]], item);
}

function hostSource(written: string, directory: string, like: Node): Node {
  const source = scalar(hostPath(written, directory), like);
  return /^(?:[/~$]|[A-Za-z]:)/.test(written) ? source : { ...source, isRelative: true };
}

/** Colons part a mount, but for the one of a drive. */
function splitMount(written: string): string[] {
  const drive = windowsDrive.test(written) ? written.slice(0, 2) : '';
  const [first = '', ...rest] = written.slice(drive.length).split(':');
  return [`${drive}${first}`, ...rest];
}

/** A path of the host. One that begins with a variable whose value is not known stays as it is. */
export function hostPath(written: string, directory: string): string {
  if (/^(?:~|\$\{)/.test(written) || windowsDrive.test(written)) return written;
  return path.posix.isAbsolute(written) ? path.posix.normalize(written) : path.resolve(directory, written);
}

/** An address of a file or folder that `include`, or `extends`, fetches: of Git, HTTP or an OCI registry. */
export function isRemote(written: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\/|^git@[^/]+:/.test(written);
}

/** What makes an entry of `volumes`, `secrets` or `configs` the one of another file: where it is mounted. */
export function mountKey(item: Node, defaultFolder = ''): string {
  const target = textOf(below(item, 'target'));
  if (target !== undefined)
    return target.startsWith('/') || defaultFolder === '' ? target : `${defaultFolder}/${target}`;
  return `${defaultFolder}/${textOf(below(item, 'source')) ?? ''}`;
}
