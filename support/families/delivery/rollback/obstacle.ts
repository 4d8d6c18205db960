import type { Finding } from '../../../check/finding.ts';

/** What a rollback is done on. */
export const rollbackPlatforms = ['pages', 'worker', 'convex'] as const;
export type RollbackPlatform = (typeof rollbackPlatforms)[number];

/** Why something must not go back. */
export interface Obstacle extends Finding {
  platform: RollbackPlatform;
}

/** What was compared, what stands against it, and what is not known. */
export interface RollbackJudgement {
  obstacles: readonly Obstacle[];
  unknown: readonly { platform: RollbackPlatform; reason: string }[];
  /** What a rollback does besides, and nobody has to decide. */
  notes?: readonly { platform: RollbackPlatform; text: string }[];
  /** Functions, tables, bindings and constants that were compared. */
  compared: number;
}

export function merged(parts: readonly RollbackJudgement[]): RollbackJudgement {
  return {
    obstacles: parts.flatMap(({ obstacles }) => obstacles),
    unknown: parts.flatMap(({ unknown }) => unknown),
    notes: parts.flatMap(({ notes = [] }) => notes),
    compared: parts.reduce((sum, { compared }) => sum + compared, 0),
  };
}
