import type { Profile } from '../profile/index.ts';
import type { Readings } from '../reading/index.ts';

/** What a check is judged with. */
export interface JudgeOptions {
  profile: Profile;
  readings: Readings;
  /** Ends with the run. */
  runSignal: AbortSignal;
  runId: string;
  /** Where the check stands: "specs/worker/healthy.spec.ts:4:1". */
  spec: string;
  /** The environments whose origins the check may reach. */
  environments: readonly string[];
  today: Date;
}
