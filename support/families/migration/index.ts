export { compareMigration, type MigrationComparison } from './compare-migration.ts';
export { judgeCleaned, judgeComplete, judgeIdentical, judgeReferences } from './judge-migration.ts';
export { parsePlan } from './plan.ts';
export { type ExplainsCopies, plannedCopies } from './planned-copies.ts';
export { preflightMigration } from './preflight.ts';
export { migrationComparison } from './read-migration.ts';
