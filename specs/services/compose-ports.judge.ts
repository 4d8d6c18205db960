import type { Finding } from '../../support/check/finding.ts';
import {
  below,
  type ComposeService,
  itemsOf,
  mayServe,
  type PublishedPort,
  serverKind,
  shownPlace,
  textOf,
} from '../../support/compose/index.ts';
import { conclude } from '../../support/platforms/compose/conclude.ts';
import type { ComposeReading } from '../../support/platforms/compose/read-compose.ts';
import { isOneMachine } from './compose-names.judge.ts';

interface ServicePort {
  service: ComposeService;
  port: PublishedPort;
}

/**
 * What the machine publishes: the environment's own ports, none that another environment has, in production the entry alone, and no
 * database for everybody.
 * @throws NotVerified where a port is a variable whose value is not known
 */
export function judgePorts(own: ComposeReading, others: readonly ComposeReading[]): Finding[] {
  const published = portsOf(own);
  const open = published
    .filter(({ port }) => !port.isKnown)
    .map(({ service, port }) => `which port ${service.name} publishes is not known (${shownPlace(port.at)})`);
  const unknown = published
    .filter(({ service, port }) => mayServe(service) && !isLoopback(port.hostIp))
    .map(({ service }) => `whether ${service.name} serves a database is not known: ${service.image?.text}`);
  const findings = [
    ...published.flatMap((each) => [
      ...judgeOwn(each, own),
      ...judgeExposure(each, own),
      ...others.flatMap((other) => judgeShared(each, own, other)),
    ]),
    ...hostNetworks(own),
  ];
  return conclude(findings, [...open, ...unknown, ...(own.class === 'production' ? unnamedEntry(own, published) : [])]);
}

export function portsOf({ services }: ComposeReading): ServicePort[] {
  return services
    .filter(({ isLeftOut }) => !isLeftOut)
    .flatMap((service) => service.ports.map((port) => ({ service, port })));
}

/** The service and those that have its network, `network_mode: service:NAME`: what it publishes may lead to each of them. */
function serversBehind({ name }: ComposeService, { services }: ComposeReading): ComposeService[] {
  const around = services.filter(
    (each) => !each.isLeftOut && textOf(below(each.node, 'network_mode')) === `service:${name}`,
  );
  return services
    .filter((each) => each.name === name || around.includes(each))
    .filter((each) => serverKind(each) !== undefined);
}

function judgeOwn({ service, port }: ServicePort, { settings, environment }: ComposeReading): Finding[] {
  const { ports } = settings;
  if (ports === undefined || !port.isKnown) return [];
  const [first, last] = port.published ?? [];
  const isOwn = first !== undefined && last !== undefined && rangeIsIn(first, last, ports);
  if (isOwn) return [];
  return [
    {
      what: `${service.name} publishes a port that is not one of ${environment}`,
      expected: ports.length === 0 ? 'no published port' : `one of ${ports.join(', ')}`,
      received: shownPort(port),
      from: [shownPlace(port.at)],
    },
  ];
}

function rangeIsIn(first: number, last: number, ports: readonly number[]): boolean {
  for (let port = first; port <= last; port += 1) if (!ports.includes(port)) return false;
  return true;
}

function judgeExposure({ service, port }: ServicePort, own: ComposeReading): Finding[] {
  const { settings, environment, class: kind } = own;
  const isLocal = isLoopback(port.hostIp);
  const from = [shownPlace(port.at)];
  const [server] = serversBehind(service, own);
  const isItself = server?.name === service.name;
  if (!isLocal && port.isKnown && server && (isItself || leadsTo(server, port)))
    return [
      {
        what: `the database ${server.name} of ${environment} is published for everybody who reaches the machine`,
        expected: 'no published port, or one of 127.0.0.1',
        received: `${shownPort(port)}${isItself ? '' : ` of ${service.name}, whose network it has`}`,
        from,
        // A machine of a private network, and not everybody.
        ...(isPrivate(port.hostIp) && { severity: 'warning' as const }),
      },
    ];
  if (kind !== 'production' || settings.entry.includes(service.name)) return [];
  if (settings.entry.length === 0 && serverKind(service) === undefined) return [];
  return [
    {
      what: `${service.name} is published, and is not the entry of ${environment}`,
      expected:
        settings.entry.length === 0 ? 'no published port' : `published ports of ${settings.entry.join(', ')} alone`,
      received: shownPort(port),
      from,
      // Whoever is on the machine reaches it, and nobody else.
      ...(isLocal && { severity: 'warning' as const }),
    },
  ];
}

/** Whether a port of another service's network is one at which servers of data listen. */
function leadsTo(server: ComposeService, { target }: PublishedPort): boolean {
  const exposed = itemsOf(below(server.node, 'expose')).flatMap((item) => textOf(item) ?? []);
  return serverPorts.includes(Number(target)) || exposed.includes(target);
}

/** Where PostgreSQL, MySQL, MongoDB, Redis, SQL Server, Elasticsearch and others listen. */
const serverPorts = [5432, 3306, 33_060, 27_017, 6379, 1433, 9200, 9042, 5984, 8086, 11_211, 26_257, 8123];

/** One service that publishes is the entry; of several, nobody knows which. */
function unnamedEntry({ settings, environment }: ComposeReading, published: readonly ServicePort[]): string[] {
  const names = [...new Set(published.map(({ service }) => service.name))];
  if (settings.entry.length > 0 || names.length < 2) return [];
  return [
    `${names.join(', ')} are published in ${environment}, and \`platforms.compose.environments.${environment}.entry\` does not say which of them is the entry`,
  ];
}

function judgeShared({ service, port }: ServicePort, own: ComposeReading, other: ComposeReading): Finding[] {
  const isCertain = isOneMachine(own, other);
  return portsOf(other)
    .filter((theirs) => overlap(port, theirs.port))
    .map((theirs) => ({
      what: `${own.environment} and ${other.environment} publish one port`,
      expected: isCertain
        ? 'ports of its own for each environment on one machine'
        : 'ports of its own for each environment, or a machine',
      received: `${shownPort(port)} of ${service.name}, and ${shownPort(theirs.port)} of ${theirs.service.name} in ${other.environment}`,
      from: [shownPlace(port.at), shownPlace(theirs.port.at)],
      ...(!isCertain && {
        severity: 'warning' as const,
        remedy:
          'Name the `machine` of each environment in `platforms.compose.environments`, or change one of the ports.',
      }),
    }))
    .filter(() => isCertain || own.settings.machine === undefined || other.settings.machine === undefined);
}

function hostNetworks({ services, class: kind, environment, settings }: ComposeReading): Finding[] {
  return services.flatMap((service) => {
    const { name, node, isLeftOut } = service;
    const mode = below(node, 'network_mode');
    if (isLeftOut || textOf(mode) !== 'host' || !mode) return [];
    const isServer = serverKind(service) !== undefined;
    if (!isServer && (kind !== 'production' || settings.entry.includes(name))) return [];
    return [
      {
        what: isServer
          ? `the database ${name} of ${environment} is published for everybody who reaches the machine`
          : `every port of ${name} is published in ${environment}`,
        expected: 'a network of its own',
        received: '`network_mode: host`',
        from: [shownPlace(mode.at)],
      },
    ];
  });
}

function overlap(one: PublishedPort, other: PublishedPort): boolean {
  if (!one.published || !other.published || one.protocol !== other.protocol) return false;
  const [first, last] = one.published;
  const [otherFirst, otherLast] = other.published;
  const isOneAddress = isEverywhere(one.hostIp) || isEverywhere(other.hostIp) || one.hostIp === other.hostIp;
  return isOneAddress && first <= otherLast && otherFirst <= last;
}

function isEverywhere(hostIp: string | undefined): boolean {
  return hostIp === undefined || hostIp === '' || hostIp === '0.0.0.0' || hostIp === '::';
}

function isLoopback(hostIp: string | undefined): boolean {
  return hostIp !== undefined && (/^127\./.test(hostIp) || hostIp === '::1' || hostIp === 'localhost');
}

/** Source: RFC 1918, RFC 6598, RFC 4193. */
function isPrivate(hostIp: string | undefined): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][\da-f]{2}:)/i.test(
    hostIp ?? '',
  );
}

function shownPort({ hostIp, published, target, protocol }: PublishedPort): string {
  const range = published && (published[0] === published[1] ? `${published[0]}` : `${published[0]}-${published[1]}`);
  return `${hostIp === undefined ? '' : `${hostIp}:`}${range ?? '(a free port)'}:${target}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}
