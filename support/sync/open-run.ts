import { randomBytes } from 'node:crypto';
import { Door } from '../http/index.ts';
import {
  loadDeployment,
  type Profile,
  queryEndpoints,
  resolveProfile,
  startEmbedded,
  toolReads,
} from '../profile/index.ts';
import { type Read, Readings } from '../reading/index.ts';

/** A run of a tool: the profile and the doors to its platforms. */
export interface ToolRun extends AsyncDisposable {
  profile: Profile;
  /** Takes readings; sends only requests that change nothing. */
  read: Read;
  /** Requests that were answered so far. */
  requests: () => number;
  /** Opens a door that may write to the same platforms; it closes with the run. */
  writingDoor: () => Door;
  /** The door that only reads. */
  door: Door;
  runId: string;
  /** Whether the run is about the embedded twin. */
  embedded: boolean;
}

const requestMs = 30_000;
const runMs = 600_000;

/**
 * Loads the config, starts the deployment that it embeds, and opens a door that leads to the platforms of one environment
 * and to nothing else.
 * @param signal ends every request
 * @throws ConfigurationError
 */
export async function openRun(environment: string, { signal }: { signal: AbortSignal }): Promise<ToolRun> {
  await using stack = new AsyncDisposableStack();
  const loaded = await loadDeployment();
  const embedded = await startEmbedded(loaded);
  if (embedded) stack.use(embedded);
  const profile = resolveProfile(loaded, environment, embedded ? { variables: embedded.variables } : {});
  const runId = `airlock-${randomBytes(6).toString('hex')}`;
  const door = stack.use(openDoor(profile, { runId, signal, writes: false }));
  const counter = { requests: 0 };
  const read = readerOf({ door, runId, environment, counter });
  const opened = stack.move();
  return {
    profile,
    read,
    requests: () => counter.requests,
    door,
    writingDoor: () => opened.use(openDoor(profile, { runId, signal, writes: true })),
    runId,
    embedded: embedded !== undefined,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Fresh readings: nothing that was read before is reused. */
export function openReadings({ door, runId, profile }: ToolRun): Read {
  return readerOf({ door, runId, environment: profile.environment, counter: { requests: 0 } });
}

function readerOf({
  door,
  runId,
  environment,
  counter,
}: {
  door: Door;
  runId: string;
  environment: string;
  counter: { requests: number };
}): Read {
  return new Readings({ door, runId, deadlineMs: requestMs }).forReader({
    check: 'config/drift',
    effect: 'read',
    environments: [environment],
    onRequests: (more) => {
      counter.requests += more;
    },
  });
}

/**
 * A door to the platforms that have the keys of one environment. Under the effect `read` it lets through the listed paths
 * and nothing else.
 * @param writes it is for writing: the paths are those of the official clients
 */
export function openDoor(
  profile: Profile,
  { runId, signal, writes = false }: { runId: string; signal: AbortSignal; writes?: boolean },
): Door {
  const { environment, limits } = profile;
  const readPaths = toolReads(profile);
  const origins = new Set(readPaths.map(({ origin }) => origin));
  return new Door({
    runId,
    origins: [...origins].map((origin) => ({ origin, environment })),
    queries: queryEndpoints(profile),
    ...(!writes && { readPaths }),
    runSignal: AbortSignal.any([signal, AbortSignal.timeout(runMs)]),
    bodyBytes: limits.bodyBytes,
  });
}
