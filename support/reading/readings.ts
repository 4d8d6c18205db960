import type { Door } from '../http/index.ts';
import { type Effect, isWithin } from '../profile/index.ts';
import type { Read, Reading } from './reading.ts';

export interface ReadingsOptions {
  door: Door;
  runId: string;
  /** The deadline of one reading in milliseconds, all its requests together. */
  deadlineMs: number;
}

/** Who takes a reading: what it may do, whom it may reach, and where its evidence is counted. */
export interface Reader {
  check: string;
  effect: Effect;
  /** The environments whose origins the check may reach. */
  environments: readonly string[];
  onRequests: (requests: number, retries: number, environments: readonly string[]) => void;
}

interface Entry {
  value: Promise<unknown>;
  requests: () => number;
  retries: () => number;
  environments: () => readonly string[];
}

/** Single flight: the readings of one run, each taken once, all under way together. */
export class Readings {
  readonly #options: ReadingsOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: ReadingsOptions) {
    this.#options = options;
  }

  /** The `read` of one check. What a shared reading cost counts as evidence of every check that uses it. */
  forReader(reader: Reader): Read {
    return async <Input, Value>(reading: Reading<Input, Value>, input: Input): Promise<Value> => {
      if (!isWithin(reading.effect, reader.effect)) {
        throw new Error(
          `the reading ${reading.name} has the effect \`${reading.effect}\`, more than the \`${reader.effect}\` of ${reader.check}`,
        );
      }
      const entry = this.#entry(reading, input, reader);
      try {
        return (await entry.value) as Value;
      } finally {
        reader.onRequests(entry.requests(), entry.retries(), entry.environments());
      }
    };
  }

  #entry<Input, Value>(reading: Reading<Input, Value>, input: Input, reader: Reader): Entry {
    // Checks that may reach other environments do not share with those that may not: each has its own door rules.
    const id = `${reading.name}\n${reader.environments.join()}\n${reading.key(input)}`;
    const known = this.#entries.get(id);
    if (known) return known;
    const { door, deadlineMs, runId } = this.#options;
    const signal = AbortSignal.timeout(deadlineMs);
    const pass = door.pass({ check: reader.check, effect: reading.effect, environments: reader.environments, signal });
    let nestedRequests = 0;
    let nestedRetries = 0;
    const reached = new Set<string>();
    const read = this.forReader({
      ...reader,
      effect: reading.effect,
      onRequests: (requests, retries, environments) => {
        nestedRequests += requests;
        nestedRetries += retries;
        for (const environment of environments) reached.add(environment);
      },
    });
    const entry: Entry = {
      value: Promise.resolve().then(() => reading.read(input, { fetch: pass.fetch, read, signal, runId })),
      requests: () => pass.requests + nestedRequests,
      retries: () => pass.retries + nestedRetries,
      environments: () => [...reached, ...pass.environments],
    };
    // Whoever asks later still gets the rejection; without this, one that nobody waits for yet would end the process.
    entry.value.catch(() => undefined);
    this.#entries.set(id, entry);
    return entry;
  }
}
