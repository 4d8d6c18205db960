/**
 * What every tool ends with, and what it means. 0 opens a gate; everything else keeps it closed.
 * Source of 78: `EX_CONFIG` of BSD's sysexits.h.
 */
export const exitCodes = {
  /** Done, or the gate is open. */
  done: 0,
  /** A critical finding. */
  failed: 1,
  /** Strict mode, and there are only warnings. */
  warnings: 2,
  /** Something critical could not be verified, or the tool could not finish. */
  notVerified: 3,
  /** The command, the config or the table is wrong. Nothing was done. */
  configuration: 78,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What a shell reports of a command that a signal ended: 128 and the number of the signal. */
export const interruptedCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
