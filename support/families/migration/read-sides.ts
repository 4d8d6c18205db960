import { UsageError } from '../../command/stop-error.ts';
import { Door } from '../../http/index.ts';
import {
  type LoadedDeployment,
  loadDeployment,
  type Profile,
  resolveProfile,
  startEmbedded,
} from '../../profile/index.ts';
import { defineReading, Readings } from '../../reading/index.ts';
import { type DocumentSource, openArchive } from '../../snapshot/index.ts';
import { hourMs } from '../../text/duration.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { openDocuments } from '../isolation/index.ts';

/** Opens one side of a move by its name: a snapshot's file, or an environment. */
export type OpenSide = (name: string) => Promise<DocumentSource>;

const runMs = hourMs;
const bodyBytes = 64 * 1024 * 1024;

/**
 * Does something with the sides of a move, and only reads: snapshots from their files, environments through a door that
 * leads to their Convex deployments and to nothing else.
 * @param names a name that ends with .zip is a snapshot, any other an environment of the deployment config
 * @throws UsageError for a name that is neither; ConfigurationError
 */
export async function withSides<Value>(
  names: readonly string[],
  use: (open: OpenSide) => Promise<Value>,
): Promise<Value> {
  const live = names.filter((name) => !/\.zip$/i.test(name));
  if (live.length === 0) return use((name) => openArchive(name));

  const loaded = await loadDeployment();
  requireEnvironments(loaded, live);
  await using embedded = await startEmbedded(loaded);
  const profiles = new Map(
    live.map((name): [string, Profile] => [
      name,
      resolveProfile(loaded, name, { spanning: true, ...(embedded && { variables: embedded.variables }) }),
    ]),
  );
  return await readThroughDoor(profiles, use);
}

function requireEnvironments({ deployment }: LoadedDeployment, live: readonly string[]): void {
  const known = Object.keys(deployment.environments);
  const unknown = live.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(
      `\`${unknown}\` is neither a snapshot (.zip) nor an environment. ${suggestName(unknown, known)}`,
    );
}

async function readThroughDoor<Value>(
  profiles: ReadonlyMap<string, Profile>,
  use: (open: OpenSide) => Promise<Value>,
): Promise<Value> {
  const origins = [...profiles.values()].map((profile) => ({
    origin: originOf(profile),
    environment: profile.environment,
  }));
  await using door = new Door({
    origins,
    queries: origins.map(({ origin }) => ({ origin, path: '/api/query' })),
    runId: `airlock-migration-${process.pid}`,
    runSignal: AbortSignal.timeout(runMs),
    bodyBytes,
  });
  const read = new Readings({ door, runId: 'migration', deadlineMs: runMs }).forReader({
    check: 'migration/command',
    effect: 'read',
    environments: [...profiles.keys()],
    onRequests: () => undefined,
  });
  const sides = defineReading({
    name: 'migration.command',
    effect: 'read',
    key: () => '',
    read: (_input: undefined, context) =>
      use((name) => {
        const profile = profiles.get(name);
        return profile ? openDocuments(profile, context) : openArchive(name);
      }),
  });
  return await read(sides, undefined);
}

function originOf({ convex, environment }: Profile): string {
  if (convex === undefined) throw new UsageError(`${environment} has no Convex deployment: \`platforms.convex\` is not set.`);
  return convex.url.url.origin;
}
