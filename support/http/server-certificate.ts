import {
  connect,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { classifyError } from './classify-error.ts';
import { withGrant } from './pass-grant.ts';
import { RequestFailure } from './request-failure.ts';

/** The certificate that a server shows, trusted or not. */
export interface ServerCertificate {
  subject: string;
  issuer: string;
  /** The names that it is for. */
  names: string;
  validFromMs: number;
  validToMs: number;
  /** Why it is not trusted for this host: Node's code, such as CERT_HAS_EXPIRED. */
  distrust?: string;
}

/**
 * @param ca certificates that are trusted besides the public ones
 * @throws RequestFailure where no TLS connection comes about, or the signal aborts
 */
export async function readServerCertificate(
  url: URL,
  { signal, ca }: { signal: AbortSignal; ca?: string | undefined },
): Promise<ServerCertificate> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isName = /[a-z]/i.test(host) && !host.includes(':');
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const socket = withGrant(() =>
    connect({
      host,
      port: Number(url.port || 443),
      ...(isName && { servername: host }),
      ...(ca !== undefined && { secureContext: trustedContext(ca) }),
      // A certificate that is not trusted is read too: why is what the caller asks.
      rejectUnauthorized: false,
    }),
  );
  const end = () => reject(new RequestFailure('deadline', 'CONNECT', url.origin, 'no certificate within the deadline'));
  signal.addEventListener('abort', end, { once: true });
  socket.once('secureConnect', () => resolve(socket));
  socket.once('error', (error) => reject(classifyError(error, 'CONNECT', url.origin)));
  try {
    return certificateOf(await promise);
  } finally {
    signal.removeEventListener('abort', end);
    socket.destroy();
  }
}

function certificateOf(socket: TLSSocket): ServerCertificate {
  const shown: PeerCertificate = socket.getPeerCertificate();
  const distrust = socket.authorized ? undefined : (socket.authorizationError as unknown as string | Error);
  return {
    subject: nameOf(shown.subject),
    issuer: nameOf(shown.issuer),
    names: shown.subjectaltname ?? '',
    validFromMs: Date.parse(shown.valid_from),
    validToMs: Date.parse(shown.valid_to),
    ...(distrust !== undefined && { distrust: codeOf(distrust) }),
  };
}

function codeOf(error: string | Error): string {
  return typeof error === 'string' ? error : ((error as NodeJS.ErrnoException).code ?? error.message);
}

function nameOf(name: PeerCertificate['subject'] | undefined): string {
  return [name?.CN, name?.O].find((each) => typeof each === 'string') ?? 'nobody';
}

/** Whether NODE_EXTRA_CA_CERTS adds an authority to those that Node trusts. A file that cannot be read adds none. */
export function trustsFurtherAuthorities(): boolean {
  return getCACertificates('extra').length > 0;
}

const contexts = new Map<string, SecureContext>();

/**
 * What trusts a platform's own certificates besides the public ones. It is made once, and not for each connection: reading the public
 * ones takes longer than the handshake.
 */
export function trustedContext(ca: string): SecureContext {
  const known = contexts.get(ca);
  if (known) return known;

  const context = createSecureContext({ ca: [...getCACertificates('default'), ca] });
  contexts.set(ca, context);

  return context;
}
