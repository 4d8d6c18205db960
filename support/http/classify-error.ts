import { innermostText } from '../text/error-text.ts';
import { type FailureKind, RequestFailure } from './request-failure.ts';

interface Seen {
  kind: FailureKind;
  seen: string;
}

/** Codes of Node's `dns` and `net` (libuv's errno names) and of undici (docs/api/Errors.md). */
const byCode: Readonly<Record<string, Seen>> = {
  ENOTFOUND: { kind: 'host-not-found', seen: 'the host name does not resolve' },
  EAI_AGAIN: { kind: 'host-not-found', seen: 'the host name could not be resolved: the name server did not respond' },
  ECONNREFUSED: { kind: 'connection-refused', seen: 'the connection is refused: nothing listens there' },
  EHOSTUNREACH: { kind: 'connection-refused', seen: 'the host cannot be reached' },
  ENETUNREACH: { kind: 'connection-refused', seen: 'the network cannot be reached' },
  ETIMEDOUT: { kind: 'connection-refused', seen: 'the connection timed out' },
  UND_ERR_CONNECT_TIMEOUT: { kind: 'connection-refused', seen: 'the connection timed out' },
  ECONNRESET: { kind: 'connection-lost', seen: 'the connection was reset before the response was complete' },
  EPIPE: { kind: 'connection-lost', seen: 'the connection was closed before the response was complete' },
  UND_ERR_SOCKET: { kind: 'connection-lost', seen: 'the connection was closed before the response was complete' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    kind: 'malformed-answer',
    seen: 'the length of the body differs from `Content-Length`',
  },
  // An assertion of undici, for a status below 100 that its parser accepts (lib/dispatcher/client-h1.js).
  ERR_ASSERTION: { kind: 'malformed-answer', seen: 'the response is not valid HTTP: its status is below 100' },
  // zlib: the input ends before its end mark.
  Z_BUF_ERROR: { kind: 'malformed-answer', seen: 'the compressed body is truncated' },
  UND_ERR_HEADERS_OVERFLOW: { kind: 'malformed-answer', seen: 'the response headers are too large' },
};

/** Failures that can also happen on an open connection, in which case the request may have arrived. */
const alsoWhenConnected: readonly string[] = ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

/** Error codes of OpenSSL's certificate verification and of Node's `tls`. */
const certificateCode = /^(ERR_TLS_CERT|CERT_)|SIGNED|ISSUER|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE/;
const tlsCode = /^ERR_(SSL|TLS)|^EPROTO$/;

/**
 * Turns an error of `fetch` into a failure. undici puts the reason into a chain of causes.
 * @returns the error itself if it already is a RequestFailure
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
  // It may have no code: undici 8, lib/core/errors.js.
  if (name === 'HTTPParserError')
    return { kind: 'malformed-answer', seen: `the response is not valid HTTP (${message})` };
  // Fetch standard, "port blocking"; undici 8, lib/web/fetch/index.js.
  if (message === 'bad port')
    return {
      kind: 'invalid-request',
      seen: 'this port belongs to another protocol; `fetch` and browsers block it',
    };
  if (typeof code !== 'string') return undefined;
  if (alsoWhenConnected.includes(code) && syscall !== undefined && syscall !== 'connect')
    return { kind: 'connection-lost', seen: `the connection broke before the response was complete (${code})` };

  const known = byCode[code];
  if (known) return known;
  if (certificateCode.test(code)) return { kind: 'tls', seen: `the certificate is not trusted (${code})` };
  if (tlsCode.test(code)) return { kind: 'tls', seen: `the TLS handshake failed (${code})` };
  if (/^(Z_|ZSTD_|ERR__?ERROR_|ERR_BROTLI|ERR_ZSTD)/.test(code))
    return { kind: 'malformed-answer', seen: `the body cannot be decompressed (${code})` };

  return undefined;
}
