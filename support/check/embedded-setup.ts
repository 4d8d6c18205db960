/** vitest's global setup of the gate projects: starts the deployment that the config embeds, for the length of the run. */
import type { TestProject } from 'vitest/node';
import { type EmbeddedDeployment, loadDeployment, resolveProfile, startEmbedded } from '../profile/index.ts';

const slot = Symbol.for('airlock.embedded');
const errorSlot = Symbol.for('airlock.embedded-error');
const shelf = globalThis as {
  [slot]?: { users: number; deployment: Promise<EmbeddedDeployment | undefined> };
  [errorSlot]?: unknown;
};

/** Starts it once for all projects of the run; the last one that ends takes it down. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shelf[slot] ??= { users: 0, deployment: loadDeployment().then(startEmbedded) };
  const shared = shelf[slot];
  shared.users += 1;
  const deployment = await shared.deployment.catch((error: unknown) => {
    // vitest prints it and tells no reporter: this is how the verdict comes to know of it.
    shelf[errorSlot] = error;
    throw error;
  });
  project.provide('embeddedVariables', deployment?.variables ?? null);
  if (deployment) await registerSecrets(deployment);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete shelf[slot];
    await deployment?.[Symbol.asyncDispose]();
  };
}

/** Reports are written by this process: it has to know the secrets of what it started, so that its last scan sees them. */
async function registerSecrets({ variables }: EmbeddedDeployment): Promise<void> {
  const loaded = await loadDeployment();
  for (const environment of Object.keys(loaded.deployment.environments))
    resolveProfile(loaded, environment, { variables });
}
