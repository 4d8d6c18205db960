export { compareMigration, type MigrationComparison } from './compare-migration.ts';
export { judgeCleaned, judgeComplete, judgeIdentical, judgeReferences } from './judge-migration.ts';
export { loadPlan, type MigrationPlan, PlanMistake, parsePlan } from './plan.ts';
export { preflightMigration } from './preflight.ts';
export { migrationComparison } from './read-migration.ts';
