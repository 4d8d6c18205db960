/** What running a check does to the environment it looks at, from the least to the most. */
export const effects = ['offline', 'read', 'canary', 'burst', 'destructive'] as const;
export type Effect = (typeof effects)[number];
