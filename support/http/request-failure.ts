/** Why a request had no answer that can be judged. */
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

/** Kinds that say nothing of the other side: the door refused, or the run had ended. */
const refusals: readonly FailureKind[] = ['invalid-request', 'origin-not-allowed', 'method-not-allowed', 'run-over'];

/** A request that had no answer. The message is a sentence that names method, address and what was seen. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly kind: FailureKind;
  readonly method: string;
  readonly url: string;
  /** What was seen, without method and address. */
  readonly seen: string;

  constructor(kind: FailureKind, method: string, url: string, seen: string) {
    super(`${method} ${url}: ${seen}`);
    this.kind = kind;
    this.method = method;
    this.url = url;
    this.seen = seen;
  }

  /** Whether it lies with Airlock itself (its rules, or the end of its run): it says nothing of the other side. */
  get isRefusal(): boolean {
    return refusals.includes(this.kind);
  }
}
