import type { DeploymentInput } from './schema.ts';

/**
 * Describes one deployment: its table, its environments, its platforms, the policy and the waivers. Data only, no secret.
 * It is checked when it is loaded, so that every mistake is told with the file that holds it.
 */
export function defineDeployment(deployment: DeploymentInput): DeploymentInput {
  return deployment;
}
