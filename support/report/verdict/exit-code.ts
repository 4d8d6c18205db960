/** What the process ends with. 0 opens the gate; everything else keeps it closed. */
export const exitCodes = {
  held: 0,
  failed: 1,
  warnings: 2,
  notVerified: 3,
  configuration: 78,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
