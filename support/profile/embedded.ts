import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { configurationError } from './configuration-error.ts';
import type { LoadedDeployment } from './load-deployment.ts';

/** A deployment that was started for the length of a run. */
export interface EmbeddedDeployment extends AsyncDisposable {
  /** Its addresses and keys, as environment variables would give them. */
  variables: Record<string, string>;
}

/** What the module that `embedded` names exports by default. */
export type StartEmbedded = () => Promise<EmbeddedDeployment>;

/**
 * Starts the deployment that the config embeds.
 * @returns undefined where the config embeds none
 * @throws ConfigurationError where the module is missing, throws, or exports no function
 */
export async function startEmbedded({
  deployment,
  directory,
}: LoadedDeployment): Promise<EmbeddedDeployment | undefined> {
  if (deployment.embedded === undefined) return undefined;
  const file = path.resolve(directory, deployment.embedded);
  let start: unknown;
  try {
    start = ((await import(pathToFileURL(file).href)) as { default?: unknown }).default;
  } catch (error) {
    throw configurationError(
      'embedded',
      `the module ${deployment.embedded} cannot be loaded: ${(error as Error).message}`,
    );
  }
  if (typeof start !== 'function')
    throw configurationError('embedded', `the module ${deployment.embedded} has no function as its default export.`);
  return (start as StartEmbedded)();
}
