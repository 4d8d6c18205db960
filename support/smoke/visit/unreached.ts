import { NotVerified } from '../../check/not-verified.ts';
import { type MachineNetwork, unlessOffline } from '../../http/machine-network.ts';
import { type FailureKind, RequestFailure } from '../../http/request-failure.ts';
import { readServerCertificate, trustsFurtherAuthorities } from '../../http/server-certificate.ts';

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

/** What Chromium, Firefox and WebKit say of a certificate whose authority they do not know. */
const unknownAuthority =
  /ERR_CERT_AUTHORITY_INVALID|SEC_ERROR_UNKNOWN_ISSUER|MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT|unacceptable TLS certificate/i;

/**
 * Browsers do not read NODE_EXTRA_CA_CERTS: a page whose certificate the gate trusts by it does not open, and that says nothing of the site.
 * @throws NotVerified where Node trusts the certificate that the browser refuses, by an authority that the variable adds
 */
export async function refuseUntrusting(url: string, failure: string): Promise<void> {
  if (!unknownAuthority.test(failure) || !trustsFurtherAuthorities()) return;
  const address = new URL(url);
  const shown = await readServerCertificate(address, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  if (shown === undefined || shown.distrust !== undefined) return;
  throw new NotVerified(
    `the browser does not know ${shown.issuer}, which issued the certificate of ${address.host}: NODE_EXTRA_CA_CERTS adds it for Node alone`,
    `Name the file of this authority in \`ca\` of the platform that serves ${address.host}: the browser of the smoke tests then opens its pages, and \`pages/certificate\` judges the certificate.`,
  );
}
