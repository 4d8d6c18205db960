/** A credential by its name and place, never by its value. */
export interface RefusedCredential {
  name: string;
  origin: string;
}

/** A reading or a judgement could not be made. The check is not verified: that is neither held nor failed. */
export class NotVerified extends Error {
  override readonly name = 'NotVerified';
  /** What would let it be verified. */
  readonly enable: string | undefined;
  /** The credential that is refused, whichever check met that. */
  readonly refused: RefusedCredential | undefined;

  constructor(reason: string, enable?: string, refused?: RefusedCredential) {
    super(reason);
    this.enable = enable;
    this.refused = refused;
  }
}
