export type { AllowedOrigin, QueryEndpoint, ReadPath } from './admission.ts';
export type { Fetch } from './asked-request.ts';
export { Door, type DoorOptions } from './door.ts';
export { Pass, type PassOptions } from './pass.ts';
export { type FailureKind, RequestFailure } from './request-failure.ts';
