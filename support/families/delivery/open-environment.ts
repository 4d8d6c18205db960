import { Door } from '../../http/index.ts';
import {
  loadDeployment,
  originsOf,
  type Profile,
  providerReads,
  queryEndpoints,
  resolveProfile,
  startEmbedded,
} from '../../profile/index.ts';
import { defineReading, type Read, Readings } from '../../reading/index.ts';
import { minuteMs } from '../../text/duration.ts';

const runMs = 5 * minuteMs;

/**
 * Lets a tool read one environment, through a door that leads to it alone and lets nothing be written.
 * @throws ConfigurationError
 */
export async function withEnvironment<Value>(
  environment: string,
  name: string,
  use: (profile: Profile, read: Read, isEmbedded: boolean) => Promise<Value>,
): Promise<Value> {
  const loaded = await loadDeployment();
  await using embedded = await startEmbedded(loaded);
  const profile = resolveProfile(loaded, environment, embedded ? { variables: embedded.variables } : {});
  const runId = `airlock-${name}-${process.pid}`;
  await using door = new Door({
    runId,
    origins: originsOf(profile).map((origin) => ({ origin, environment })),
    queries: queryEndpoints(profile),
    readPaths: providerReads(profile),
    runSignal: AbortSignal.timeout(runMs),
    bodyBytes: profile.limits.bodyBytes,
  });
  const read = new Readings({ door, runId, deadlineMs: runMs }).forReader({
    check: `delivery/${name}`,
    effect: 'read',
    environments: [environment],
    onRequests: () => undefined,
  });
  const work = defineReading({
    name: 'delivery.command',
    effect: 'read',
    key: () => '',
    read: (_input: undefined, context) => use(profile, context.read, embedded !== undefined),
  });
  return await read(work, undefined);
}
