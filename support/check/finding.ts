/**
 * One mismatch that a check saw, as data. Only what was measured is said; a supposed reason goes into `cause`.
 * Secrets are named by their key, their values never stand in a finding.
 */
export interface Finding {
  /** What does not hold, as one sentence without its numbers: "the function is missing in the deployment". */
  what: string;
  expected: string;
  received: string;
  /** Where it comes from: "app.table:12:40", "https://…/health", "src/sites.tsx:14:9". At least one. */
  from: string[];
  /** The command or step that puts this one right, where it is more exact than the check's own remedy. */
  remedy?: string;
  /** A milder finding than its check: what is missing warns, in a check that fails where something is wrong. */
  severity?: 'warning';
  /** What may have led to it, where something was measured that says so. */
  cause?: string;
}
