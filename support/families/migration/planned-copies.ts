import path from 'node:path';
import { NotVerified } from '../../check/not-verified.ts';
import type { Profile } from '../../profile/index.ts';
import { loadPlan, PlanMistake } from './plan.ts';

/** Whether a plan moved documents of one table to another and kept them where they were: both sides rightly have them. */
export type ExplainsCopies = (environments: readonly [string, string], tables: readonly [string, string]) => boolean;

/**
 * What the plan of `platforms.migration` says of documents that two environments have in common. A table that the plan wants cleaned
 * explains none: there its documents must be gone from the source.
 * @throws NotVerified where the plan cannot be read
 */
export function plannedCopies({ migration, directory }: Pick<Profile, 'migration' | 'directory'>): ExplainsCopies {
  if (migration === undefined) return () => false;
  const { tables } = planOf(path.resolve(directory, migration.plan), migration.plan);
  return (environments, names) => {
    const target = environments.indexOf(migration.into);
    if (target < 0) return false;
    const [source = '', moved = ''] = target === 1 ? names : [names[1], names[0]];
    const planned = Object.hasOwn(tables, source) ? tables[source] : undefined;
    return planned?.source === 'kept' && (planned.to ?? source) === moved;
  };
}

function planOf(file: string, shown: string) {
  try {
    return loadPlan(file, shown);
  } catch (error) {
    if (error instanceof PlanMistake) throw new NotVerified(error.message, 'Correct `platforms.migration.plan`.');
    throw error;
  }
}
