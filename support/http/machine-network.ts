import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { withGrant } from './pass-grant.ts';
import { proxyVariableFor } from './proxy-variables.ts';
import { type FailureKind, RequestFailure } from './request-failure.ts';

/** Names that resolve wherever there is a public name server. Only their addresses are looked up: nothing is sent to them. */
const controls = ['dns.google', 'one.one.one.one'];
/** These never resolve, with a network or without. Source: RFC 6761, section 6. */
const reserved = /\.(?:invalid|example|test|localhost)$/;
const patienceMs = 3_000;

let known: Promise<boolean> | undefined;

/** Whether this machine reaches any name server. Asked once for the process: a positive control, not a measurement. */
export function machineHasNetwork(): Promise<boolean> {
  known ??= ask();
  return known;
}

async function ask(): Promise<boolean> {
  const outside = Object.values(networkInterfaces()).some((each) => each?.some(({ internal }) => !internal));
  if (!outside) return false;
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patienceMs).unref());
  const found = withGrant(() => Promise.any(controls.map((name) => lookup(name)))).then(
    () => true,
    () => false,
  );
  return Promise.race([found, late]);
}

let open: Promise<boolean> | undefined;

/** Whether this machine opens connections to the outside without a proxy. Asked once for the process; nothing is sent on them. */
export function machineConnects(): Promise<boolean> {
  open ??= Promise.any(controls.map(connected)).then(
    () => true,
    () => false,
  );
  return open;
}

function connected(host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = withGrant(() => connect({ host, port: 443, timeout: patienceMs }));
  socket.once('connect', () => resolve());
  socket.once('timeout', () => reject(new Error('timeout')));
  socket.once('error', reject);
  return promise.finally(() => socket.destroy());
}

/** What is known of the way from this machine to others. */
export interface MachineNetwork {
  /** Whether it reaches any name server. */
  resolves: () => Promise<boolean>;
  /** Whether it opens connections by itself, where a variable names a proxy. */
  connects: () => Promise<boolean>;
  variables: NodeJS.ProcessEnv;
}

export const machineNetwork: MachineNetwork = {
  resolves: machineHasNetwork,
  connects: machineConnects,
  variables: process.env,
};

/** Failures that a machine behind a proxy sees of every host. */
const behindProxy: readonly FailureKind[] = [
  'host-not-found',
  'connection-refused',
  'connection-lost',
  'deadline',
  'network',
];

/**
 * A host that does not answer says something about the host only where this machine has a network, and reaches others by itself: a
 * machine that is to use a proxy may reach nothing without it, and Airlock uses none.
 * @param hasAnswered whether any host outside this machine has answered in this run
 */
export async function unlessOffline(
  failure: RequestFailure,
  hasAnswered: boolean,
  { resolves, connects, variables }: MachineNetwork = machineNetwork,
): Promise<RequestFailure> {
  const url = new URL(failure.url);
  if (isLoopback(url.hostname) || reserved.test(url.hostname)) return failure;
  const { kind, method, seen } = failure;
  const proxy = behindProxy.includes(kind) ? proxyVariableFor(url, variables) : undefined;
  const told = `${proxy} is set; Airlock connects directly and uses no proxy.`;
  const isNetwork = kind === 'host-not-found' || /network cannot be reached/.test(seen);
  if (isNetwork && !hasAnswered && !(await resolves()))
    return new RequestFailure(
      'no-network',
      method,
      failure.url,
      `this machine has no network: ${seen}, and neither does any other name`,
      `Run where the deployment can be reached.${proxy === undefined ? '' : ` ${told}`}`,
    );
  if (proxy === undefined) return failure;
  if (await connects())
    return new RequestFailure(kind, method, failure.url, `${seen} (${told.replace(/\.$/, '')})`, failure.enable);
  return new RequestFailure(
    'no-network',
    method,
    failure.url,
    `this machine reaches nothing without its proxy: ${proxy} is set, and Airlock connects directly`,
    'Run where the deployment can be reached without a proxy, or let this machine connect to its hosts: `plan` lists them.',
  );
}

export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$|\.localhost$/.test(hostname);
}
