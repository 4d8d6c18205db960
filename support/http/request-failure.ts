/** Why a request had no answer that can be judged. */
export type FailureKind =
  | 'invalid-url'
  | 'origin-not-allowed'
  | 'method-not-allowed'
  | 'host-not-found'
  | 'connection-refused'
  | 'connection-lost'
  | 'tls'
  | 'deadline'
  | 'body-too-large'
  | 'redirected-away'
  | 'network';

/** Kinds that say that the door refused the request: nothing was sent. */
const refusals: readonly FailureKind[] = ['invalid-url', 'origin-not-allowed', 'method-not-allowed'];

/** A request that had no answer. The message is a sentence that names method, address and what was seen. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly kind: FailureKind;
  readonly method: string;
  readonly url: string;

  constructor(kind: FailureKind, method: string, url: string, seen: string) {
    super(`${method} ${url}: ${seen}`);
    this.kind = kind;
    this.method = method;
    this.url = url;
  }

  /** Whether the door itself refused, before anything was sent. */
  get isRefusal(): boolean {
    return refusals.includes(this.kind);
  }
}

const byCode: Record<string, { kind: FailureKind; seen: string }> = {
  ENOTFOUND: { kind: 'host-not-found', seen: 'the host name does not resolve' },
  EAI_AGAIN: { kind: 'host-not-found', seen: 'the host name could not be resolved (name server did not answer)' },
  ECONNREFUSED: { kind: 'connection-refused', seen: 'the connection is refused: nothing listens there' },
  ECONNRESET: { kind: 'connection-lost', seen: 'the connection was reset before the answer was complete' },
  EPIPE: { kind: 'connection-lost', seen: 'the connection was closed before the answer was complete' },
  UND_ERR_SOCKET: { kind: 'connection-lost', seen: 'the connection was closed before the answer was complete' },
  EHOSTUNREACH: { kind: 'connection-refused', seen: 'the host cannot be reached' },
  ENETUNREACH: { kind: 'connection-refused', seen: 'the network cannot be reached' },
  ETIMEDOUT: { kind: 'connection-refused', seen: 'the connection could not be made in time' },
  UND_ERR_CONNECT_TIMEOUT: { kind: 'connection-refused', seen: 'the connection could not be made in time' },
  UND_ERR_HEADERS_TIMEOUT: { kind: 'deadline', seen: 'no answer came in time' },
  UND_ERR_BODY_TIMEOUT: { kind: 'deadline', seen: 'the body stopped in the middle' },
};

/** Words what `fetch` threw. undici hides the reason in a chain of causes. */
export function classifyError(error: unknown, method: string, url: string): RequestFailure {
  if (error instanceof RequestFailure) return error;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const causes: unknown[] = cause instanceof AggregateError ? [...cause.errors, cause] : [cause];
    for (const each of causes) {
      const code = (each as { code?: unknown }).code;
      if (typeof code !== 'string') continue;
      const known = byCode[code];
      if (known) return new RequestFailure(known.kind, method, url, known.seen);
      if (code.startsWith('ERR_TLS') || code.startsWith('CERT_') || /SIGNED|ISSUER|SSL|UNABLE_TO_VERIFY/.test(code)) {
        return new RequestFailure('tls', method, url, `the certificate is not accepted (${code})`);
      }
      if (code.startsWith('HPE_'))
        return new RequestFailure('connection-lost', method, url, `the answer is no HTTP (${code})`);
    }
    if (cause.cause === undefined) return new RequestFailure('network', method, url, cause.message);
  }
  return new RequestFailure('network', method, url, String(error));
}
