import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { withGrant } from './pass-grant.ts';
import { RequestFailure } from './request-failure.ts';

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

/**
 * A host that is not found says something about the host only where this machine has a network.
 * @param hasAnswered whether any host outside this machine has answered in this run
 */
export async function unlessOffline(
  failure: RequestFailure,
  hasAnswered: boolean,
  hasNetwork: () => Promise<boolean> = machineHasNetwork,
): Promise<RequestFailure> {
  const isNetwork = failure.kind === 'host-not-found' || /network cannot be reached/.test(failure.seen);
  const { hostname } = new URL(failure.url);
  if (!isNetwork || hasAnswered || isLoopback(hostname) || reserved.test(hostname)) return failure;
  if (await hasNetwork()) return failure;
  const proxy = process.env.HTTPS_PROXY ?? process.env.https_proxy;
  const behind = proxy === undefined ? '' : ' HTTPS_PROXY is set; Airlock connects directly and uses no proxy.';
  return new RequestFailure(
    'no-network',
    failure.method,
    failure.url,
    `this machine has no network: ${failure.seen}, and neither does any other name`,
    `Run where the deployment can be reached.${behind}`,
  );
}

export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$|\.localhost$/.test(hostname);
}
