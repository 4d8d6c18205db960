/** Why nothing was done: what stands there must not be written, something is not known, or a confirmation is missing. */
export type RefusalKind = 'content' | 'unknown' | 'confirmation' | 'configuration';

/** Something is not done, and why: one sentence a reason. Nothing has been written when it is thrown. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;
  readonly reasons: readonly string[];

  constructor(kind: RefusalKind, reasons: readonly string[]) {
    super(reasons.join('\n'));
    this.kind = kind;
    this.reasons = reasons;
  }
}
