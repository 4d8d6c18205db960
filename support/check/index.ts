export { RequestFailure } from '../http/index.ts';
export type { Read } from '../reading/index.ts';
export { check } from './check.ts';
export type { CheckContext, CheckDefinition } from './definition.ts';
export type { Finding } from './finding.ts';
export { NotApplicable } from './not-applicable.ts';
export { NotVerified } from './not-verified.ts';
export type { Outcome, OutcomeKind, Severity } from './outcome.ts';
