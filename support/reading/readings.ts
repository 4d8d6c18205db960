import type { Door, Pass } from '../http/index.ts';
import type { Effect } from '../profile/index.ts';
import { isWithin } from '../profile/policy.ts';
import type { FailedReading } from './failed-reading.ts';
import type { Read, Reading } from './reading.ts';
import { ReadingDeadline } from './reading-deadline.ts';
import { WaitingDeadline } from './waiting-deadline.ts';

export interface ReadingsOptions {
  door: Door;
  runId: string;
  /** How long one reading may wait for others, in milliseconds, for all its requests together. A reading of local files waits for nobody. */
  deadlineMs: number;
}

/** A check that takes readings. */
export interface Reader {
  check: string;
  effect: Effect;
  /** The environments that the check may contact. */
  environments: readonly string[];
  onRequests: (requests: number, retries: number, environments: readonly string[]) => void;
  /** Told of each reading that failed: of those behind one that the check took, the innermost. */
  onFailed?: (failed: FailedReading) => void;
  /** The check's own: it is paused while local files are read for it. */
  deadline?: WaitingDeadline | undefined;
}

/** A reading, started or finished, and the readings that it took. */
interface Entry {
  name: string;
  /** Name and input: what a failure of it is recognised by. */
  identity: string;
  /** What it came to, where it failed. */
  failed?: Pick<FailedReading, 'error' | 'received'>;
  pass: Pass;
  nested: Set<Entry>;
  value: Promise<unknown>;
  /** None of a reading of local files. */
  deadline: WaitingDeadline | undefined;
}

/** Time for a reading to report itself that the deadline aborted its requests. */
const graceMs = 250;

/** The readings of one run: each is taken once, and all run concurrently. */
export class Readings {
  readonly #options: ReadingsOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: ReadingsOptions) {
    this.#options = options;
  }

  /** The `read` of one check. The requests of a shared reading count once for every check that uses it. */
  forReader(reader: Reader): Read {
    const counted = new Set<Entry>();
    return this.#reader(reader, undefined, (entry) => {
      const fresh = [...withNested(entry)].filter((each) => !counted.has(each));
      for (const each of fresh) counted.add(each);
      reader.onRequests(
        fresh.reduce((sum, { pass }) => sum + pass.requests, 0),
        fresh.reduce((sum, { pass }) => sum + pass.retries, 0),
        [...new Set(fresh.flatMap(({ pass }) => pass.environments))],
      );
      for (const failed of failedBehind(entry)) reader.onFailed?.({ ...failed, isHandled: !entry.failed });
    });
  }

  /** @param taker the reading that takes another one; undefined for the check itself */
  #reader(reader: Reader, taker: Entry | undefined, onTaken?: (entry: Entry) => void): Read {
    const take = async <Input, Value>(reading: Reading<Input, Value>, input: Input): Promise<Value> => {
      if (!isWithin(reading.effect, reader.effect)) {
        throw new Error(
          `the reading ${reading.name} has the effect \`${reading.effect}\`, more than the \`${reader.effect}\` of ${reader.check}`,
        );
      }

      // Checks that may contact other environments do not share readings with those that may not: their door rules differ.
      const id = JSON.stringify([reading.name, [...reader.environments].sort(), reading.key(input)]);
      const entry = this.#entries.get(id) ?? this.#start(id, reading, input, reader);
      // Two readings that wait for each other would wait until the deadline, and report only that.
      if (taker && withNested(entry).has(taker))
        throw new Error(`the reading ${taker.name} takes ${entry.name}, which is waiting for ${taker.name}`);

      taker?.nested.add(entry);
      const resume = withoutTimeOf(entry, taker ? taker.deadline : reader.deadline);
      try {
        return (await entry.value) as Value;
      } finally {
        resume?.();
        onTaken?.(entry);
      }
    };
    return (reading, input) => {
      const taken = take(reading, input);
      // A check that starts several readings and fails on the first never awaits the others: their rejections must not end the process.
      taken.catch(() => undefined);
      return taken;
    };
  }

  #start<Input, Value>(id: string, reading: Reading<Input, Value>, input: Input, reader: Reader): Entry {
    const { door, deadlineMs, runId } = this.#options;
    const deadline = reading.effect === 'offline' ? undefined : new WaitingDeadline(deadlineMs);
    const pass = door.pass({
      check: reader.check,
      effect: reading.effect,
      environments: reader.environments,
      signal: deadline?.signal ?? new AbortController().signal,
    });
    const { promise: value, resolve } = Promise.withResolvers<unknown>();
    const identity = JSON.stringify([reading.name, reading.key(input)]);
    const entry: Entry = { name: reading.name, identity, pass, nested: new Set(), value, deadline };
    // Registered before it starts, because it may take other readings at once, and they may take it.
    this.#entries.set(id, entry);
    const { fetch, openDatabase, readCertificate, signal } = pass;
    // The readings that it takes may not have a stronger effect than its own.
    const read = this.#reader({ ...reader, effect: reading.effect }, entry);
    const work = Promise.resolve().then(() =>
      reading.read(input, { fetch, openDatabase, readCertificate, read, signal, runId }),
    );
    resolve(noted(beforeDeadline(work, entry, deadlineMs), entry));

    return entry;
  }
}

/** Keeps with the entry that its reading failed: it threw, or says that nothing answers. */
async function noted(value: Promise<unknown>, entry: Entry): Promise<unknown> {
  try {
    const seen = await value;
    const { answers, received } = (seen ?? {}) as { answers?: unknown; received?: unknown };
    if (answers === false) entry.failed = typeof received === 'string' ? { received } : {};
    return seen;
  } catch (error) {
    entry.failed = { error };
    throw error;
  }
}

/** The innermost readings that failed: the others, behind which they stand, failed because of them. */
function failedBehind(entry: Entry): Omit<FailedReading, 'isHandled'>[] {
  const failed = [...withNested(entry)].filter((each) => each.failed);
  return failed
    .filter((each) => !failed.some((other) => other !== each && withNested(each).has(other)))
    .map(({ name, identity, pass, failed: how }) => ({ name, identity, requests: pass.failures, ...how }));
}

function withNested(entry: Entry, found = new Set<Entry>()): Set<Entry> {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const each of entry.nested) withNested(each, found);
  return found;
}

/** Waiting for a reading of local files, directly or through another, is no waiting for others. @returns what ends that */
function withoutTimeOf(entry: Entry, waiting: WaitingDeadline | undefined): (() => void) | undefined {
  return entry.deadline ? waiting?.follow(entry.deadline) : waiting?.pause();
}

/** A reading that waits for something else than a request ends too: with its deadline, and one of local files with the run. */
async function beforeDeadline<Value>(
  work: Promise<Value>,
  { name, deadline, pass }: Entry,
  deadlineMs: number,
): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const over = deadline
    ? new ReadingDeadline(`the reading ${name} did not finish within its deadline of ${deadlineMs} ms`)
    : new ReadingDeadline(`the reading ${name} of local files had not ended when the run did`, 'runMs');
  const signal = deadline?.signal ?? pass.signal;
  const giveUp = () => {
    timer = setTimeout(() => reject(over), graceMs);
  };
  let timer: NodeJS.Timeout | undefined;
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
    deadline?.[Symbol.dispose]();
  }
}
