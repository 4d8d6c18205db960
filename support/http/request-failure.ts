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
  | 'network';

/** Kinds that say nothing about the other side: the door refused the request, or the run had ended. */
const refusals: readonly FailureKind[] = ['invalid-request', 'origin-not-allowed', 'method-not-allowed', 'run-over'];

/** A request without a complete response. The message names the method, the address and what was seen. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly kind: FailureKind;
  readonly method: string;
  readonly url: string;
  /** The message without method and address. */
  readonly seen: string;

  constructor(kind: FailureKind, method: string, url: string, seen: string) {
    super(`${method} ${url}: ${seen}`);
    this.kind = kind;
    this.method = method;
    this.url = url;
    this.seen = seen;
  }

  /** Whether Airlock itself caused it (its rules, or the end of the run), so that it says nothing about the other side. */
  get isRefusal(): boolean {
    return refusals.includes(this.kind);
  }
}
