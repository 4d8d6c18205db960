/** What a deploy consists of. */
export const steps = ['configuration', 'backend', 'worker', 'site'] as const;
export type Step = (typeof steps)[number];
