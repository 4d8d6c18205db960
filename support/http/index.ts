export { type AllowedOrigin, Door, type DoorOptions, type Fetch, Pass, type QueryEndpoint } from './door.ts';
export { type FailureKind, RequestFailure } from './request-failure.ts';
