/** A commit that a platform says of itself, and where it says it. */
export interface ToldVersion {
  /** Undefined where it says none there. */
  value: string | undefined;
  from: string;
}
