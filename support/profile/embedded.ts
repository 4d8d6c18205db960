import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { errorText } from '../text/error-text.ts';
import { configurationError } from './configuration-error.ts';
import type { LoadedDeployment } from './load-deployment.ts';

/** A deployment that was started for the length of a run. */
export interface EmbeddedDeployment extends AsyncDisposable {
  /** Its addresses and keys, as environment variables would give them. */
  variables: Record<string, string>;
}

/** What the module that `embedded` names exports by default. */
export type StartEmbedded = () => Promise<EmbeddedDeployment>;

const Started = z.object({
  variables: z.record(z.string(), z.string()),
  [Symbol.asyncDispose]: z.custom<() => Promise<void>>((value) => typeof value === 'function'),
});

/**
 * Loads the module that the config's `embedded` names, and starts nothing yet: a run that cannot start one can say so first.
 * @returns what starts it, or undefined where the config embeds nothing
 * @throws ConfigurationError where the module is missing, throws, or exports no function
 */
export async function loadEmbedded({
  deployment: { embedded: module },
  directory,
}: LoadedDeployment): Promise<StartEmbedded | undefined> {
  if (module === undefined) return undefined;
  const file = path.resolve(directory, module);
  const start = await attempt(`the module ${module} cannot be loaded`, async () => {
    return ((await import(pathToFileURL(file).href)) as { default?: unknown }).default;
  });
  if (typeof start === 'function') return start as StartEmbedded;
  throw configurationError('embedded', `the module ${module} has no function as its default export.`);
}

/**
 * Starts the deployment that the config embeds.
 * @returns undefined where the config embeds none
 * @throws ConfigurationError where its module cannot be loaded, or its function throws or returns no deployment
 */
export async function startEmbedded(loaded: LoadedDeployment): Promise<EmbeddedDeployment | undefined> {
  const start = await loadEmbedded(loaded);
  if (start === undefined) return undefined;
  const module = loaded.deployment.embedded;
  const started: unknown = await attempt(`the deployment of ${module} does not start`, start);
  if (Started.safeParse(started).success) return started as EmbeddedDeployment;
  throw configurationError(
    'embedded',
    `the module ${module} starts something that is not a deployment: it has no \`variables\`, or cannot be disposed.`,
  );
}

async function attempt<Value>(what: string, operation: () => Promise<Value>): Promise<Value> {
  try {
    return await operation();
  } catch (error) {
    throw configurationError('embedded', `${what}: ${errorText(error)}`);
  }
}
