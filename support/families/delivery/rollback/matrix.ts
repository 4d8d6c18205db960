import type { RollbackPlatform } from './obstacle.ts';

export const severities = ['critical', 'high', 'medium'] as const;
export type IncidentSeverity = (typeof severities)[number];
/** Whom it reaches: all users, more than half of them, fewer. */
export const impacts = ['all', 'most', 'some'] as const;
export type UserImpact = (typeof impacts)[number];

/** What the decision matrix says of one platform. */
export interface Advice {
  action: 'roll back at once' | 'roll back' | 'investigate first' | 'fix forward';
  within: string;
}

/**
 * The decision matrix of deployment operations: severity × user impact × platform. A cell that it leaves out counts as the
 * milder of its two sides.
 */
export function adviceFor(severity: IncidentSeverity, impact: UserImpact, platform: RollbackPlatform): Advice {
  const level = Math.max(severities.indexOf(severity), impacts.indexOf(impact));
  if (level === 0) return { action: 'roll back at once', within: '5 minutes' };
  if (level > 1) return { action: 'fix forward', within: '1 hour' };
  // A schema that went forward may not go back.
  if (platform === 'convex') return { action: 'investigate first', within: '30 minutes' };
  return { action: 'roll back', within: '15 minutes' };
}

/** The matrix as lines: what to do for which severity. */
export function matrixLines(): string[] {
  return [
    'critical, all users         roll back at once, within 5 minutes: every platform',
    'high, most users            roll back the site and the Worker within 15 minutes; look at the schema of the backend first (30 minutes)',
    'medium, fewer users         fix forward, within 1 hour',
  ];
}
