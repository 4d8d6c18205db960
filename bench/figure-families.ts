/** The families of ratios, in the order in which they are measured. */
export const figureFamilies = ['process', 'network', 'smoke'] as const;

export type FigureFamily = (typeof figureFamilies)[number];
