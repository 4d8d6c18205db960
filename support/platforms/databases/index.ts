export { requireAppliedMigrations } from './migrations/read-applied.ts';
export { repositoryMigrations } from './migrations/read-repository.ts';
export { othersOnServer } from './others-on-server.ts';
export { addressOf, type DatabaseProfile, databaseRows, requireRows } from './read-rows.ts';
export { type DatabaseServer, readServer, requireDiscerning } from './read-server.ts';
export { databaseTls } from './read-tls.ts';
