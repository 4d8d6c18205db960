import type { Effect } from '../profile/index.ts';
import type { Cause } from './cause.ts';
import type { Finding } from './finding.ts';

export const outcomeKinds = [
  'held',
  'failed',
  'warned',
  'waived',
  'not verified',
  'refused',
  'not applicable',
] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];
export type Severity = 'critical' | 'warning';

/** What came of one check on one environment: data only, worded by the formatter alone. */
export interface Outcome {
  check: string;
  platform: string;
  environment: string;
  title: string;
  effect: Effect;
  severity: Severity;
  why: string;
  remedy: string;
  kind: OutcomeKind;
  findings: readonly Finding[];
  /** Why it is waived, not verified, refused or not applicable. */
  reason?: string;
  /** How many findings there were beside the ones that are kept. */
  omittedFindings?: number;
  /** The fingerprints of its findings that waivers cover. */
  waivedFindings?: readonly string[];
  /** What would let a check that is not verified be verified. */
  enable?: string;
  /** Why it came to this, where one of its readings failed: the same causes in every check that met them. */
  causeOf?: readonly Cause[];
  /** The setting of the config without which it is not applicable. */
  absent?: string;
  /** Other checks fail because of it: it is told before them. */
  first?: true;
  /** A file of the repository is wrong: it is not the deployment that keeps the check from being verified. */
  configuration?: true;
  /** May stay unverified without closing the gate. */
  optional?: boolean;
  /** The test runner was told to leave it out: nothing was tried. */
  skipped?: boolean;
  /** What it wrote to the console, line by line. */
  printed?: readonly string[];
  /** What was looked at, counted: requests, rows compared, keys seen. */
  evidence: Readonly<Record<string, number>>;
  /** Requests that were repeated before they were answered. */
  retries: number;
  /** Other environments that were reached, in the audit that may. */
  reached: readonly string[];
  durationMs: number;
  /** The `check({` line: "specs/worker/healthy.spec.ts:4:1". */
  spec: string;
}
