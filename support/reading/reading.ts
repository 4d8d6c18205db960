import type { Fetch, OpenDatabase, ServerCertificate } from '../http/index.ts';
import type { Effect } from '../profile/index.ts';

/** Created for each reading; its requests count as evidence of the checks that use the reading. */
export interface ReadingContext {
  /** Sends requests with the reading's own effect. */
  fetch: Fetch;
  /** Opens a read-only connection to a database server of the profile. */
  openDatabase: OpenDatabase;
  /** Reads the certificate that a server of the profile shows, trusted or not. */
  readCertificate: (address: URL) => Promise<ServerCertificate>;
  /** Takes another reading, shared with every check that needs it. */
  read: Read;
  /** Aborts at the reading's deadline, and when the run ends. */
  signal: AbortSignal;
  runId: string;
}

/** Fetches something without judging it. Started once per input, and shared by every check that needs it. */
export interface Reading<Input, Value> {
  name: string;
  effect: Effect;
  /** Identifies the input: usually the address that is read. */
  key: (input: Input) => string;
  read: (input: Input, context: ReadingContext) => Promise<Value>;
}

/** Starts a reading, or joins the one already started for the same input. */
export type Read = <Input, Value>(reading: Reading<Input, Value>, input: Input) => Promise<Value>;

export function defineReading<Input, Value>(reading: Reading<Input, Value>): Reading<Input, Value> {
  return reading;
}
