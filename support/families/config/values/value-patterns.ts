export type CredentialMode = 'test' | 'live';

export interface Provider {
  provider: string;
  /** Each matches at the beginning of a word; what it matches is shown. */
  test: readonly RegExp[];
  live: readonly RegExp[];
  /** The address where the provider states it; of a mark that is only seen in use, where it is seen. */
  source: string;
  /** No page of the provider was found to state it: what it says is not certain. */
  isSeenInUse?: boolean;
}

/** A mark at the beginning of a word. */
export const beginning = (text: string) => new RegExp(`(?<![A-Za-z0-9_-])(?:${text})`, 'g');
/** A whole host: no other one's beginning or end. */
export const host = (text: string) => new RegExp(`(?<![A-Za-z0-9-])(?:${text})(?![a-z0-9-]|\\.[a-z0-9])`, 'gi');
