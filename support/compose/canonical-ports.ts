import { ComposeMistake } from './compose-mistake.ts';
import { below, list, map, type Node, scalar, textOf } from './located-tree.ts';

/** `[[host:]published:]target[/protocol]`; each port may be a range, the host an IPv6 address in brackets. */
const shortPort =
  /^(?:(?:(\[[^\]]*\]|[^:[\]]*):)?([0-9]*(?:-[0-9]+)?|\$\{\w+\}):)?([0-9]+(?:-[0-9]+)?|\$\{\w+\})(?:\/(tcp|udp|sctp))?$/i;

/** The long form of a list of ports; ranges become one entry for each port. Source: Compose Specification, "ports". */
export function canonicalPorts(node: Node): Node {
  if (node.kind !== 'list') return node;
  return list(
    node.items.flatMap((item) => (item.kind === 'map' ? [longPort(item)] : shortPorts(item))),
    node,
  );
}

function shortPorts(item: Node): Node[] {
  const written = textOf(item) ?? '';
  const match = shortPort.exec(written);
  if (!match)
    throw new ComposeMistake(item.at, `\`${written}\` is not a port: \`[[HOST:]PUBLISHED:]TARGET[/PROTOCOL]\`.`);
  const [, host, published = '', target = '', protocol = 'tcp'] = match;
  const targets = rangeOf(target);
  const publisheds = published === '' ? [] : rangeOf(published);
  if (publisheds.length > 0 && publisheds.length !== targets.length && targets.length !== 1)
    throw new ComposeMistake(item.at, `the two ranges of \`${written}\` are not equally long.`);
  const parts = { host: host?.replace(/^\[|\]$/g, '') || undefined, protocol: protocol.toLowerCase() };
  // One target behind a range: Compose takes a free one of the range.
  if (targets.length === 1 && publisheds.length > 1) return [portOf(item, { ...parts, published, target })];
  return targets.map((each, index) => portOf(item, { ...parts, published: publisheds[index], target: each }));
}

interface PortParts {
  host: string | undefined;
  published: string | undefined;
  target: string;
  protocol: string;
}

function portOf(item: Node, { host, published, target, protocol }: PortParts): Node {
  return map(
    [
      ['mode', scalar('ingress', item)],
      ...(host === undefined ? [] : [['host_ip', scalar(host, item)] as const]),
      ['target', scalar(numberIn(target), item)],
      ...(published === undefined ? [] : [['published', scalar(published, item)] as const]),
      ['protocol', scalar(protocol, item)],
    ],
    item,
  );
}

function longPort(item: Node): Node {
  const given = (name: string) => below(item, name);
  const published = textOf(given('published'));
  return map(
    [
      ['mode', given('mode') ?? scalar('ingress', item)],
      ...entries(item, ['name', 'host_ip', 'app_protocol']),
      ['target', scalar(numberIn(textOf(given('target')) ?? ''), given('target') ?? item)],
      ...(published === undefined ? [] : [['published', scalar(published, given('published') ?? item)] as const]),
      ['protocol', given('protocol') ?? scalar('tcp', item)],
    ],
    item,
  );
}

/** A variable whose value is not known keeps its place. */
function numberIn(written: string): number | string {
  return /^\d+$/.test(written) ? Number(written) : written;
}

function entries(item: Node, names: readonly string[]): [string, Node][] {
  return names.flatMap((name) => {
    const found = below(item, name);
    return found ? [[name, found] as [string, Node]] : [];
  });
}

function rangeOf(written: string): string[] {
  const [first = '', last = first] = written.split('-');
  const length = Number(last) - Number(first) + 1;
  return length > 0 && length <= 65_536
    ? Array.from({ length }, (_, index) => String(Number(first) + index))
    : [written];
}

/** What makes an entry of `ports` the one of another file: the same host, target, published port and protocol. */
export function portKey(item: Node): string {
  return ['host_ip', 'target', 'published', 'protocol'].map((name) => textOf(below(item, name)) ?? '').join('|');
}
