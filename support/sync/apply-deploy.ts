import type { Door } from '../http/index.ts';
import type { Profile } from '../profile/index.ts';
import { redact } from '../redaction/redact.ts';
import { innermostText } from '../text/error-text.ts';
import type { EnvironmentComparison } from './compare-environment.ts';
import { type DeployStep, type PlannedKey, stepsOf } from './deploy-plan.ts';
import { writeStep } from './write-step.ts';

/** What became of one key that was to be written, as the platform itself shows it afterwards. */
interface AppliedKey {
  target: string;
  key: string;
  state: 'applied' | 'taken, not readable' | 'not applied' | 'not known';
}

export interface Applied {
  keys: AppliedKey[];
  /** Why it ended before its end; undefined where it did not. */
  stopped?: string;
}

export interface ApplyOptions {
  door: Door;
  /** Ends the work before the next step; the step under way is finished. */
  signal: AbortSignal;
  /** Reads everything back, anew. */
  readBack: () => Promise<EnvironmentComparison>;
  onStep?: (step: DeployStep, number: number, of: number) => void;
}

const stepMs = 30_000;

/**
 * Writes a plan, step by step, and reads everything back. Never throws for what a platform does: what was applied and what
 * was not is told for every key, also where it broke off.
 */
export async function applyDeploy(
  profile: Profile,
  plan: readonly PlannedKey[],
  { door, signal, readBack, onStep }: ApplyOptions,
): Promise<Applied> {
  const steps = stepsOf(profile, plan);
  const taken = new Set<string>();
  let stopped: string | undefined;
  for (const [index, step] of steps.entries()) {
    if (signal.aborted) {
      stopped = 'it was interrupted';
      break;
    }
    onStep?.(step, index + 1, steps.length);
    const pass = door.pass({
      check: 'sync-env',
      effect: 'canary',
      environments: [profile.environment],
      signal: AbortSignal.timeout(stepMs),
    });
    try {
      await writeStep(profile, step, pass.fetch);
      for (const { key } of step.writes) taken.add(idOf(step.target.target, key));
    } catch (error) {
      stopped = `${step.target.target} (${step.writes.map(({ key }) => key).join(', ')}): ${redact(innermostText(error))}`;
      break;
    }
  }
  const seen = await readBack();
  return {
    keys: steps.flatMap(({ target, writes }) =>
      writes.map(({ key, value }) => ({
        target: target.target,
        key,
        state: stateOf(seen, target.target, {
          key,
          isRemoval: value === null,
          isTaken: taken.has(idOf(target.target, key)),
        }),
      })),
    ),
    ...(stopped !== undefined && { stopped }),
  };
}

function stateOf(
  { comparisons, unread }: EnvironmentComparison,
  target: string,
  { key, isRemoval, isTaken }: { key: string; isRemoval: boolean; isTaken: boolean },
): AppliedKey['state'] {
  if (unread.some((each) => each.target === target)) return 'not known';
  // What is taken off may have the name of what stays: GitHub keeps secrets and variables apart.
  const found = comparisons.find(
    (each) => each.target === target && each.key === key && (each.verdict === 'unmanaged') === isRemoval,
  );
  if (isRemoval) return found === undefined ? 'applied' : 'not applied';
  if (found === undefined) return 'not known';
  if (found.verdict === 'equal' || found.verdict === 'attested') return 'applied';
  // A secret that was there before says nothing of whether this one has taken its place.
  if (found.verdict === 'present, value unproved') return isTaken ? 'taken, not readable' : 'not known';
  return 'not applied';
}

function idOf(target: string, key: string): string {
  return `${target}\n${key}`;
}
