export { requireAppliedMigrations } from './migrations/read-applied.ts';
export { type MigrationSource, repositoryMigrations } from './migrations/read-repository.ts';
export { type FoundMigrations, undeclaredMigrations } from './migrations/undeclared.ts';
export { othersOnServer } from './others-on-server.ts';
export { addressOf, type DatabaseProfile, databaseRows, requireRows } from './read-rows.ts';
export { type DatabaseServer, readServer, requireDiscerning } from './read-server.ts';
export { databaseTls } from './read-tls.ts';
