/** Why a request has no response that can be judged. */
export type FailureKind =
  | 'invalid-request'
  | 'origin-not-allowed'
  | 'method-not-allowed'
  | 'run-over'
  | 'host-not-found'
  | 'connection-refused'
  | 'connection-lost'
  | 'tls'
  | 'deadline'
  | 'malformed-answer'
  | 'body-too-large'
  | 'redirected-away'
  | 'intercepted'
  | 'no-network'
  | 'network';

/**
 * Kinds that say nothing about the other side: the door refused the request, the run had ended, this machine has no network, or
 * somebody else answered in the service's place.
 */
const refusals: readonly FailureKind[] = [
  'invalid-request',
  'origin-not-allowed',
  'method-not-allowed',
  'run-over',
  'no-network',
  'intercepted',
];

/** A request without a complete response. The message names the method, the address and what was seen. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly kind: FailureKind;
  readonly method: string;
  readonly url: string;
  /** The message without method and address. */
  readonly seen: string;
  /** What would let the request through, where that is known. */
  readonly enable: string | undefined;

  constructor(kind: FailureKind, method: string, url: string, seen: string, enable?: string) {
    super(`${method} ${url}: ${seen}`);
    this.kind = kind;
    this.method = method;
    this.url = url;
    this.seen = seen;
    this.enable = enable;
  }

  /** Whether it says nothing about the other side. */
  get isRefusal(): boolean {
    return refusals.includes(this.kind);
  }
}
