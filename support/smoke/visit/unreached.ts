import { type MachineNetwork, unlessOffline } from '../../http/machine-network.ts';
import { type FailureKind, RequestFailure } from '../../http/request-failure.ts';

/** What Chromium, Firefox and WebKit say where no connection came about, and the failure of a request that it is. */
const said: readonly (readonly [RegExp, FailureKind, string])[] = [
  [
    /ERR_NAME_NOT_RESOLVED|NS_ERROR_UNKNOWN_HOST|Could not resolve host/i,
    'host-not-found',
    'the host name does not resolve',
  ],
  [
    /ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE|ERR_NETWORK_ACCESS_DENIED|NS_ERROR_OFFLINE|Network is unreachable/i,
    'connection-refused',
    'the network cannot be reached',
  ],
  [
    /ERR_CONNECTION_|ERR_TIMED_OUT|ERR_EMPTY_RESPONSE|NS_ERROR_(?:CONNECTION_REFUSED|NET_)|Could not connect/i,
    'connection-refused',
    'no connection',
  ],
];

/**
 * A page that did not open says nothing of the site where this machine reaches nothing at all.
 * @param failure what the browser said
 * @throws RequestFailure of kind `no-network`
 */
export async function refuseOffline(url: string, failure: string, network?: MachineNetwork): Promise<void> {
  const [, kind, seen] = said.find(([words]) => words.test(failure)) ?? [];
  if (kind === undefined || seen === undefined) return;
  const reached = await unlessOffline(new RequestFailure(kind, 'GET', url, seen), false, network);
  if (reached.kind === 'no-network') throw reached;
}
