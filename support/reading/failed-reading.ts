import type { RequestFailure } from '../http/index.ts';

/** A reading that failed: it threw, or its value says that nothing answers (`answers: false`). */
export interface FailedReading {
  name: string;
  /** Name and input: two checks with the same one met the same failure. */
  identity: string;
  /** What it threw. */
  error?: unknown;
  /** What came in the place of an answer. */
  received?: string;
  /** The reading behind which it stands came to a value all the same. */
  isHandled: boolean;
  /** Its own requests that came to no complete response. */
  requests: readonly RequestFailure[];
}
