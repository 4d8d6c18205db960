import type { TestProject, Vitest } from 'vitest/node';
import { configurationError } from '../../../profile/index.ts';

/** A vitest option that would change what a run means: what it has to be, as vitest has resolved it, and why. */
interface Meaning {
  option: string;
  /** The resolved value; undefined is taken as the one that is allowed. */
  of: (project: TestProject['config'], vitest: Vitest['config']) => unknown;
  allowed: unknown;
  why: string;
}

const repeats = 'every check would run once more in each, with all its requests';
const inOrder = 'bursts wait for everything else, in the order of the specs';

/**
 * Whatever sets one of these (the command line, a variable of vitest, a config above this one), it is seen in the resolved config.
 * Source: vitest 5.1, `ResolvedConfig`.
 */
const meanings: readonly Meaning[] = [
  {
    option: '--merge-reports',
    of: (_, { mergeReports }) => mergeReports,
    allowed: undefined,
    why: 'outcomes of an earlier run would be reported as those of this one; `npm run merge-shards` joins runs',
  },
  {
    option: '--isolate',
    of: ({ isolate }) => isolate,
    allowed: false,
    why: `specs would not share a worker: ${repeats}`,
  },
  {
    option: '--maxWorkers',
    of: ({ maxWorkers }) => maxWorkers,
    allowed: 1,
    why: `there would be several workers: ${repeats}`,
  },
  { option: '--pool', of: ({ pool }) => pool, allowed: 'threads', why: 'the checks of a gate run in one thread' },
  { option: '--retry', of: ({ retry }) => retry, allowed: 0, why: 'a check that fails and then holds has not held' },
  {
    option: '--repeats',
    of: ({ repeats }) => repeats,
    allowed: 0,
    why: 'every check would run several times, with all its requests',
  },
  {
    option: '--bail',
    of: (_, { bail }) => bail,
    allowed: 0,
    why: 'what comes after the first failure would not be checked',
  },
  {
    option: '--environment',
    of: (_, { environment }) => environment,
    allowed: 'node',
    why: 'the checks of a gate run in Node',
  },
  {
    option: '--browser',
    of: ({ browser }) => browser?.enabled,
    allowed: false,
    why: 'the checks of a gate run in Node; the smoke tests drive the browser',
  },
  {
    option: '--typecheck',
    // The command line sets it for the root alone, where it does nothing.
    of: ({ typecheck }, root) => typecheck?.enabled || root.typecheck?.enabled,
    allowed: false,
    why: 'types are not an outcome of a deployment',
  },
  {
    option: '--coverage',
    of: (_, { coverage }) => coverage?.enabled,
    allowed: false,
    why: 'code that is instrumented is not the code that the gate runs',
  },
  {
    option: '--benchmark',
    of: ({ benchmark }) => benchmark?.enabled,
    allowed: false,
    why: 'a benchmark repeats what it measures',
  },
  {
    option: '--dangerouslyIgnoreUnhandledErrors',
    of: (_, { dangerouslyIgnoreUnhandledErrors }) => dangerouslyIgnoreUnhandledErrors,
    allowed: false,
    why: 'an error outside every check means that something was not checked',
  },
  {
    option: '--update',
    of: ({ snapshotOptions }) => snapshotOptions?.updateSnapshot === 'all',
    allowed: false,
    why: "a snapshot of a team's own test would be written anew, and not compared",
  },
  {
    option: '--sequence.shuffle',
    of: ({ sequence }) => sequence?.shuffle,
    allowed: false,
    why: inOrder,
  },
  {
    // Files alone: resolved into what orders them.
    option: '--sequence.shuffle.files',
    of: (_, { sequence }) => sequence?.sequencer?.name === 'RandomSequencer',
    allowed: false,
    why: inOrder,
  },
];

/** @throws ConfigurationError that names the option, what it is and what to do */
export function refuseUnsoundOptions(vitest: Vitest, gates: readonly string[]): void {
  const own = vitest.projects.filter(({ name }) => gates.includes(name));
  for (const { config } of own)
    for (const { option, of, allowed, why } of meanings) {
      const value = of(config, vitest.config);
      if (value === undefined || value === allowed) continue;
      throw configurationError(
        `${option} ${shown(value)}`,
        `${why}.`,
        `Leave it out: in a gate it is ${allowed === undefined ? 'not set' : shown(allowed)}.`,
      );
    }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}
