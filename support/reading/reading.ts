import type { Fetch, OpenDatabase } from '../http/index.ts';
import type { Effect } from '../profile/index.ts';

/** What a reading is given: its way out, and other readings to build on. */
export interface ReadingContext {
  /** Sends requests under the reading's own effect. */
  fetch: Fetch;
  /** Connects to a database server of the profile, to read only. */
  openDatabase: OpenDatabase;
  /** Takes another reading, shared with every check that asks for the same. */
  read: Read;
  /** Ends with the reading's deadline and with the run. */
  signal: AbortSignal;
  runId: string;
}

/** Input and output, no verdict. Started once for the same input, and shared by every check that asks for it. */
export interface Reading<Input, Value> {
  name: string;
  effect: Effect;
  /** What tells two inputs apart: the address that is read. */
  key: (input: Input) => string;
  read: (input: Input, context: ReadingContext) => Promise<Value>;
}

/** Takes a reading: starts it, or joins the one under way. */
export type Read = <Input, Value>(reading: Reading<Input, Value>, input: Input) => Promise<Value>;

/** Declares a reading. */
export function defineReading<Input, Value>(reading: Reading<Input, Value>): Reading<Input, Value> {
  return reading;
}
