export type { AdmissionRules, AllowedDatabase, GuardedRoute, QueryEndpoint, ReadPath } from './admission.ts';
export type { Fetch } from './asked-request.ts';
export { type DatabaseAddress, databaseAddress, shownDatabase } from './database-address.ts';
export { Door, type DoorOptions } from './door.ts';
export { type Database, type OpenDatabase, SqlError } from './open-database.ts';
export { Pass, type PassOptions } from './pass.ts';
export { RequestFailure } from './request-failure.ts';
