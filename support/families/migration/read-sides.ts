import { UsageError } from '../../command/stop-error.ts';
import { Door } from '../../http/index.ts';
import {
  type LoadedDeployment,
  loadDeployment,
  named,
  type Profile,
  resolveProfile,
  startEmbedded,
} from '../../profile/index.ts';
import { defineReading, Readings } from '../../reading/index.ts';
import { type DocumentSource, openArchive } from '../../snapshot/index.ts';
import { hourMs } from '../../text/duration.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { openDocuments } from '../isolation/index.ts';

/** Opens one side of a migration by its name: the file of a snapshot, or an environment. */
export type OpenSide = (name: string) => Promise<DocumentSource>;

const runMs = hourMs;
const bodyBytes = 64 * 1024 * 1024;

/**
 * Gives read access to the sides of a migration: snapshots from their files, environments through a door that admits only
 * their Convex deployments.
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
    origin: backendOf(profile).url.url.origin,
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
        if (profile === undefined) return openArchive(name);
        return openDocuments({ profile, convex: backendOf(profile) }, context);
      }),
  });
  return await read(sides, undefined);
}

/** The Convex deployment whose documents were moved. @throws UsageError if there is none, or several and none is named */
function backendOf({ backends, environment, migration }: Profile) {
  const backend = named(backends, migration?.backend);
  if (backend !== undefined) return backend;
  if (backends.length === 0)
    throw new UsageError(`${environment} has no Convex deployment: \`platforms.convex\` is not set.`);

  const names = backends.map(({ name }) => name).join(', ');
  throw new UsageError(`${environment} has several backends (${names}): \`platforms.migration.backend\` names one.`);
}
