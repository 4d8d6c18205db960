import type { Door } from '../http/index.ts';
import type { Profile } from '../profile/index.ts';
import { redact } from '../redaction/redact.ts';
import { innermostText } from '../text/error-text.ts';
import type { EnvironmentComparison } from './compare-environment.ts';
import { type DeployStep, type PlannedKey, stepsOf } from './deploy-plan.ts';
import { writeStep } from './write-step.ts';

/** The state of one key after the write, as the platform itself shows it. */
export interface AppliedKey {
  target: string;
  key: string;
  state: 'applied' | 'taken, not readable' | 'not applied' | 'not known';
}

export interface Applied {
  keys: AppliedKey[];
  /** Why it stopped early; undefined if it did not. */
  stopped?: string;
}

export interface ApplyOptions {
  door: Door;
  /** Stops before the next step; the current step is finished. */
  signal: AbortSignal;
  /** Reads everything back from the platforms. */
  readBack: () => Promise<EnvironmentComparison>;
  onStep?: (step: DeployStep, number: number, of: number) => void;
}

const stepMs = 30_000;

/**
 * Writes a plan, step by step, and reads everything back. Never throws because of a platform: what was applied and what
 * was not is returned for every key, also if it stopped early.
 */
export async function applyDeploy(
  profile: Profile,
  plan: readonly PlannedKey[],
  options: ApplyOptions,
): Promise<Applied> {
  const steps = stepsOf(profile, plan);
  const { taken, stopped } = await writeSteps(profile, steps, options);
  const seen = await options.readBack();
  const keys = steps.flatMap(({ target: { target }, writes }) =>
    writes.map(({ key, value }) => {
      const write = { key, isRemoval: value === null, isTaken: taken.has(idOf(target, key)) };
      return { target, key, state: stateOf(seen, target, write) };
    }),
  );
  return { keys, ...(stopped !== undefined && { stopped }) };
}

/** Writes until a step fails or the signal aborts. @returns the keys that a platform accepted, and why it stopped early */
async function writeSteps(
  profile: Profile,
  steps: readonly DeployStep[],
  { door, signal, onStep }: ApplyOptions,
): Promise<{ taken: ReadonlySet<string>; stopped?: string }> {
  const taken = new Set<string>();
  for (const [index, step] of steps.entries()) {
    if (signal.aborted) return { taken, stopped: 'it was interrupted' };

    onStep?.(step, index + 1, steps.length);
    const { target } = step.target;
    const { fetch } = door.pass({
      check: 'sync-env',
      effect: 'canary',
      environments: [profile.environment],
      signal: AbortSignal.timeout(stepMs),
    });
    try {
      await writeStep(profile, step, fetch);
      for (const { key } of step.writes) taken.add(idOf(target, key));
    } catch (error) {
      const keys = step.writes.map(({ key }) => key).join(', ');
      return { taken, stopped: `${target} (${keys}): ${redact(innermostText(error))}` };
    }
  }
  return { taken };
}

function stateOf(
  { comparisons, unread }: EnvironmentComparison,
  target: string,
  { key, isRemoval, isTaken }: { key: string; isRemoval: boolean; isTaken: boolean },
): AppliedKey['state'] {
  if (unread.some((each) => each.target === target)) return 'not known';
  // A removed key may have the same name as one that stays: GitHub keeps secrets and variables apart.
  const found = comparisons.find(
    (each) => each.target === target && each.key === key && (each.verdict === 'unmanaged') === isRemoval,
  );
  if (isRemoval) return found === undefined ? 'applied' : 'not applied';
  if (found === undefined) return 'not known';
  if (found.verdict === 'equal' || found.verdict === 'attested') return 'applied';
  // A secret that was there before does not prove that the new one replaced it.
  if (found.verdict === 'present, value unproved') return isTaken ? 'taken, not readable' : 'not known';
  return 'not applied';
}

function idOf(target: string, key: string): string {
  return `${target}\n${key}`;
}
