import { innermostText } from '../text/error-text.ts';
import { type FailureKind, RequestFailure } from './request-failure.ts';

interface Seen {
  kind: FailureKind;
  seen: string;
}

/** Codes of Node's `dns` and `net` (libuv's errno names) and of undici (docs/api/Errors.md). */
const byCode: Readonly<Record<string, Seen>> = {
  ENOTFOUND: { kind: 'host-not-found', seen: 'the host name does not resolve' },
  EAI_AGAIN: { kind: 'host-not-found', seen: 'the host name could not be resolved (name server did not answer)' },
  ECONNREFUSED: { kind: 'connection-refused', seen: 'the connection is refused: nothing listens there' },
  EHOSTUNREACH: { kind: 'connection-refused', seen: 'the host cannot be reached' },
  ENETUNREACH: { kind: 'connection-refused', seen: 'the network cannot be reached' },
  ETIMEDOUT: { kind: 'connection-refused', seen: 'the connection could not be made in time' },
  UND_ERR_CONNECT_TIMEOUT: { kind: 'connection-refused', seen: 'the connection could not be made in time' },
  ECONNRESET: { kind: 'connection-lost', seen: 'the connection was reset before the answer was complete' },
  EPIPE: { kind: 'connection-lost', seen: 'the connection was closed before the answer was complete' },
  UND_ERR_SOCKET: { kind: 'connection-lost', seen: 'the connection was closed before the answer was complete' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    kind: 'malformed-answer',
    seen: 'the body has not the length that `Content-Length` says',
  },
  // undici asserts what its parser lets pass: a status below 100 (lib/dispatcher/client-h1.js).
  ERR_ASSERTION: { kind: 'malformed-answer', seen: 'the answer is no HTTP (its status line makes no sense)' },
  // zlib's word for an input that ends before its end mark.
  Z_BUF_ERROR: { kind: 'malformed-answer', seen: 'the compressed body is cut off' },
  UND_ERR_HEADERS_OVERFLOW: { kind: 'malformed-answer', seen: 'the headers of the answer are too large' },
};

/** Failures that also befall a connection that stood already: then the request may have arrived. */
const alsoWhenConnected: readonly string[] = ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

/** Codes of OpenSSL's verification and of Node's `tls`. */
const certificateCode = /^(ERR_TLS_CERT|CERT_)|SIGNED|ISSUER|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE/;
const tlsCode = /^ERR_(SSL|TLS)|^EPROTO$/;

/**
 * Words what `fetch` threw. undici hides the reason in a chain of causes.
 * @returns the failure itself where it is one already
 */
export function classifyError(error: unknown, method: string, url: string): RequestFailure {
  if (error instanceof RequestFailure) return error;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    for (const each of cause instanceof AggregateError ? [...cause.errors, cause] : [cause]) {
      const seen = seenBy(each);
      if (seen) return new RequestFailure(seen.kind, method, url, seen.seen);
    }
  }
  return new RequestFailure('network', method, url, innermostText(error));
}

function seenBy(error: unknown): Seen | undefined {
  const { code, syscall, name, message } = error as {
    code?: unknown;
    syscall?: unknown;
    name?: unknown;
    message?: unknown;
  };
  // It has no code where its parser has none: undici 8, lib/core/errors.js.
  if (name === 'HTTPParserError') return { kind: 'malformed-answer', seen: `the answer is no HTTP (${message})` };
  // Fetch standard, "port blocking"; undici 8, lib/web/fetch/index.js.
  if (message === 'bad port')
    return {
      kind: 'invalid-request',
      seen: 'this port is for another protocol, and neither `fetch` nor a browser asks it',
    };
  if (typeof code !== 'string') return undefined;
  if (alsoWhenConnected.includes(code) && syscall !== undefined && syscall !== 'connect')
    return { kind: 'connection-lost', seen: `the connection broke before the answer was complete (${code})` };
  const known = byCode[code];
  if (known) return known;
  if (certificateCode.test(code)) return { kind: 'tls', seen: `the certificate is not accepted (${code})` };
  if (tlsCode.test(code)) return { kind: 'tls', seen: `no TLS connection could be made (${code})` };
  if (/^(Z_|ZSTD_|ERR__?ERROR_|ERR_BROTLI|ERR_ZSTD)/.test(code))
    return { kind: 'malformed-answer', seen: `the body cannot be decompressed (${code})` };
  return undefined;
}
