/** A reading or a judgement could not be made. The check is not verified: that is neither held nor failed. */
export class NotVerified extends Error {
  override readonly name = 'NotVerified';
  /** What would let it be verified. */
  readonly enable: string | undefined;

  constructor(reason: string, enable?: string) {
    super(reason);
    this.enable = enable;
  }
}
