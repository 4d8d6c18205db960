/** The families of ratios, in the order in which they are measured. */
export const figureFamilies = ['process', 'network', 'smoke'] as const;

export type FigureFamily = (typeof figureFamilies)[number];

/** What has figures of its own beside the ratios, in the order in which it is measured. */
export const ownFamilies = [
  'table',
  'overhead',
  'worker',
  'contract',
  'drift',
  'smoke',
  'isolation',
  'audit',
  'auditGrowth',
] as const;

export type OwnFamily = (typeof ownFamilies)[number];
