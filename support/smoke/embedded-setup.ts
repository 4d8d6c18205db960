/** Playwright's global setup: starts the deployment that the config embeds, for the length of the run. */
import { loadDeployment, startEmbedded } from '../profile/index.ts';
import { setEmbeddedVariables } from './embedded-variables.ts';

export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const embedded = await startEmbedded(await loadDeployment());
  if (!embedded) return undefined;
  setEmbeddedVariables(embedded.variables);
  return async () => embedded[Symbol.asyncDispose]();
}
