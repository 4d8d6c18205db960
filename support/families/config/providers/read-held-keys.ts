import type { Read } from '../../../reading/index.ts';
import type { HeldKeys, TargetInput } from './held-keys.ts';
import { convexVariables } from './read-convex-variables.ts';
import { gitHubKeys } from './read-github-keys.ts';
import { pagesKeys } from './read-pages-keys.ts';
import { workerKeys } from './read-worker-keys.ts';

const readings = { convex: convexVariables, worker: workerKeys, pages: pagesKeys, github: gitHubKeys };

/** Takes the reading of whichever platform holds a target's keys. */
export function readHeldKeys(read: Read, input: TargetInput): Promise<HeldKeys> {
  const { platform, target } = input.target;
  if (platform === undefined) throw new Error(`the target ${target} has no platform in ${input.profile.environment}`);
  return read(readings[platform], input);
}
